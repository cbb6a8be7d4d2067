import Roster
import Testing

@testable import StatusEngine

@Suite struct WishesTests {
    /// A script that has just observed agent 1031.
    private func observed() throws -> Script {
        var settings = EngineSettings()
        settings.minimumRefreshInterval = .milliseconds(500)
        var script = Script(settings)
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

    /// What is said of agent 1031 to one who wants only what is cached, and costs no call.
    private func onlyCached(
        after pause: Duration,
        maximumAge: Duration? = nil,
        maximumStale: Duration? = nil
    ) throws -> Reading {
        var script = try observed()
        script.pass(pause)
        let asked = script.ask(
            [1031],
            maximumAge: maximumAge,
            maximumStale: maximumStale,
            isOnlyCached: true
        )
        script.pass(.seconds(1))
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(script.sent.count == 1)
        return answer.readings[0]
    }

    @Test func `what is only cached is not shown where the other wishes forbid it`() throws {
        let young = try onlyCached(after: .seconds(1), maximumAge: .seconds(1))
        #expect(young.missingReason == .trouble(.notCached))
        let behind = try onlyCached(after: .seconds(5), maximumStale: .seconds(1))
        #expect(behind.missingReason == .trouble(.notCached))
        let old = try onlyCached(after: .seconds(60))
        #expect(old.missingReason == .trouble(.notCached))
        let both = try onlyCached(
            after: .seconds(60),
            maximumAge: .seconds(5),
            maximumStale: .seconds(120)
        )
        #expect(both.missingReason == .trouble(.notCached))
    }

    @Test
    func `what is only cached is stale where it is too old to be given while refreshed`()
        throws
    {
        #expect(try onlyCached(after: .seconds(5)).freshness == .revalidating)
        let old = try onlyCached(after: .seconds(60), maximumStale: .seconds(120))
        #expect(old.freshness == .stale(.notCached))
    }

    @Test func `a refresh for somebody else is told to who wants only what is cached`() throws {
        var script = try observed()
        script.pass(.seconds(5))
        _ = try script.answerNow([1031])
        let asked = script.ask([1031], isOnlyCached: true)
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(answer.readings[0].freshness == .revalidating)
    }

    @Test func `max-age holds beside max-stale, however old the observation`() throws {
        for pause in [5, 20] as [Int64] {
            var script = try observed()
            script.pass(.seconds(pause))
            let asked = script.ask(
                [1031],
                maximumAge: .seconds(1),
                maximumStale: .seconds(60)
            )
            #expect(isWaiting(asked))
        }
    }

    @Test func `what is recalled of an answer has the answer's reasons`() throws {
        var settings = EngineSettings()
        settings.maximumWaitingQuestions = 0
        var script = Script(settings)
        let ids = [AgentID(unchecked: 1031)]
        func recalled(_ answer: Answer) -> [Reading] {
            script.engine.recall(ids[...], in: Script.vdn, on: answer.terms, at: script.now)
        }
        for (isOnlyCached, trouble) in [(false, Trouble.overloaded), (true, .notCached)] {
            guard case .answered(let answer) = script.ask([1031], isOnlyCached: isOnlyCached)
            else { throw Unexpected("has to wait") }
            #expect(answer.readings == [.missing(ids[0], .trouble(trouble))])
            #expect(recalled(answer) == answer.readings)
        }
        script = try observed()
        script.pass(.seconds(20))
        let ticket = try script.waitFor([1031])
        script.pass(.seconds(5))
        let late = try #require(script.answers[ticket])
        #expect(late.readings[0].freshness == .stale(.deadlineExceeded))
        #expect(recalled(late) == late.readings)
        script.pass(.seconds(1))
        guard
            case .answered(let young) = script.ask(
                [1031],
                maximumAge: .zero,
                isOnlyCached: true
            )
        else { throw Unexpected("has to wait") }
        #expect(young.readings == [.missing(ids[0], .trouble(.notCached))])
        #expect(recalled(young) == young.readings)
    }

    @Test func `who accepts older observations is answered at once, and they are refreshed`() throws
    {
        var script = try observed()
        script.pass(.seconds(60))
        let asked = script.ask([1031], maximumStale: .seconds(120))
        script.pass(.milliseconds(1))
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(answer.readings[0].freshness == .stale(.deadlineExceeded))
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
            on: AnswerTerms(since: Instant(nanoseconds: 0)),
            at: now
        )
        #expect(live.map(\.freshness) == [.live, nil])
        let later = engine.recall(
            ids[..<1],
            in: Script.vdn,
            on: AnswerTerms(since: now.instant + .seconds(1)),
            at: now
        )
        #expect(later.map(\.freshness) == [.cached])
        script.pass(.seconds(1))
        #expect(script.sent.count == 1)
    }
}
