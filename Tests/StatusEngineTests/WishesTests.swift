import Roster
import Testing

@testable import StatusEngine

@Suite struct WishesTests {
    /// A script that has just observed agent 1031.
    private func observed() throws -> Script {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        return script
    }

    private func isWaiting(_ asked: Asked) -> Bool {
        if case .waiting = asked { true } else { false }
    }

    @Test func `who wants only what is cached is told from memory and costs no call`() throws {
        var script = try observed()
        let asked = script.ask([1031, 1032], isOnlyCached: true)
        script.pass(.seconds(1))
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(answer.readings[0].freshness == .cached)
        #expect(answer.readings[1].missingReason == .trouble(.notCached))
        #expect(script.sent.count == 1)
    }

    @Test func `who accepts older observations is answered at once, and they are refreshed`() throws
    {
        var script = try observed()
        script.pass(.seconds(60))
        let asked = script.ask([1031], maximumStale: .seconds(120))
        script.pass(.milliseconds(1))
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(answer.readings[0].freshness == .stale(.revalidating))
        #expect(script.sent.count == 2)
    }

    @Test func `who accepts a little waits where staleWhileRevalidate would have served`() throws {
        var script = try observed()
        script.pass(.seconds(5))
        #expect(isWaiting(script.ask([1031], maximumStale: .seconds(1))))
    }

    @Test func `nothing is accepted beyond staleIfError`() throws {
        var script = try observed()
        script.pass(.seconds(400))
        #expect(isWaiting(script.ask([1031], maximumStale: .seconds(10_000))))
    }

    @Test func `an answer names the calls it waited for and whether they were shared`() throws {
        var script = Script()
        let first = try script.waitFor([1031])
        let second = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        let call = try #require(script.inFlight.first).id
        try script.succeed()
        #expect(script.answers[first]?.calls == [call])
        #expect(script.answers[first]?.isCollapsed == false)
        #expect(script.answers[second]?.calls == [call])
        #expect(script.answers[second]?.isCollapsed == true)
        #expect(try script.answerNow([1031]).calls == [])
    }

    @Test func `an answer tells why it had to wait, and of several reasons the gravest`() throws {
        var script = try observed()
        #expect(try script.answerNow([1031]).forwarded == nil)
        script.pass(.seconds(1))
        let younger = try script.waitFor([1031], maximumAge: .zero)
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[younger]?.forwarded == .request)
        script.pass(.seconds(20))
        let stale = try script.waitFor([1031])
        let both = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[stale]?.forwarded == .stale)
        #expect(script.answers[both]?.forwarded == .miss)
    }

    @Test func `a deadline that comes first leaves the reason to wait`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031])
        script.pass(.seconds(60))
        #expect(script.answers[ticket]?.forwarded == .miss)
        #expect(ForwardReason.allCases.max() == .miss)
    }

    @Test func `a failed call is named too`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let call = try #require(script.inFlight.first).id
        try script.fail(.malformedBody)
        #expect(script.answers[ticket]?.calls == [call])
    }

    @Test func `recalling asks for nothing and tells what is live since when`() throws {
        var script = try observed()
        let ids: [AgentID] = [AgentID(unchecked: 1031), AgentID(unchecked: 1032)]
        let (engine, now) = (script.engine, script.now)
        let live = engine.recall(
            ids[...],
            in: Script.vdn,
            since: Instant(nanoseconds: 0),
            at: now
        )
        #expect(live.map(\.freshness) == [.live, nil])
        let later = engine.recall(
            ids[..<1],
            in: Script.vdn,
            since: now.instant + .seconds(1),
            at: now
        )
        #expect(later.map(\.freshness) == [.cached])
        script.pass(.seconds(1))
        #expect(script.sent.count == 1)
    }
}
