import Roster
import Testing

@testable import StatusEngine

@Suite struct HedgingTests {
    /// A script that hedges after 100 ms and has earned the right to some hedges, 1 to 4.
    private func hedging(hedges: Int = 1) throws -> Script {
        var settings = EngineSettings(timeToLive: .milliseconds(1), staleWhileRevalidate: .zero)
        settings.hedgeAfter = .milliseconds(100)
        var script = Script(settings)
        for _ in 0..<(hedges * 100) {
            _ = try script.waitFor([1001])
            script.pass(.milliseconds(1))
            try script.succeed()
            script.pass(.milliseconds(5))
        }
        return script
    }

    @Test func `off by default`() throws {
        var script = Script()
        for round in 0..<200 {
            _ = script.ask([1_000 + round])
            script.pass(.milliseconds(20))
            if script.inFlight.count > 1 { try script.succeed() }
        }
        script.pass(.seconds(60))
        #expect(Set(script.sent.map(\.id)).count == script.sent.count)
        #expect(
            script.events.allSatisfy {
                if case .callStarted(_, _, _, .hedge) = $0 { false } else { true }
            }
        )
    }

    @Test func `a slow call gets a twin, and whichever answers first serves`() throws {
        var script = try hedging()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let slow = try #require(script.inFlight.first)
        script.pass(.milliseconds(100))
        #expect(script.inFlight.map { $0.agents.map(\.number) } == [[1031], [1031]])
        _ = try script.takeCall()
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
        let served = script.events.count
        script.end(slow, .success(StatusReport(reports: [])))
        #expect(script.engine.callsInFlight == 0)
        #expect(script.events.count == served, "the slower one brings nothing to tell of")
        #expect(
            script.events.suffix(2)
                .allSatisfy {
                    if case .callFailed = $0 { false } else { true }
                }
        )
    }

    @Test func `when one of two twins fails the other still serves`() throws {
        var script = try hedging()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(102))
        #expect(script.inFlight.count == 2)
        try script.fail(.connectionLost)
        #expect(script.answers[ticket] == nil)
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
    }

    @Test func `when both twins fail the asker is told`() throws {
        var script = try hedging()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(102))
        #expect(script.inFlight.count == 2)
        try script.fail(.tlsFailed)
        try script.fail(.tlsFailed)
        #expect(script.answers[ticket]?.readings[0].missingReason == .trouble(.cmsUnavailable))
    }

    @Test func `the slower of two twins gets no twin again`() throws {
        var script = try hedging(hedges: 2)
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(102))
        let slow = try script.takeCall()
        try script.succeed()
        script.pass(.seconds(5))
        #expect(script.inFlight == [])
        script.end(slow, .success(StatusReport(reports: [])))
        #expect(script.engine.callsInFlight == 0)
    }

    @Test func `ids a hedge brought can be asked for again beside its slower twin`() throws {
        var script = try hedging()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(102))
        _ = try script.takeCall()
        try script.succeed(state: 1)
        script.pass(.milliseconds(5))
        let again = try script.waitFor([1031])
        script.pass(.milliseconds(30))
        try script.succeed(state: 5)
        #expect(script.answers[again]?.readings[0].agent?.report.stateCode == 5)
    }

    @Test func `hedges stay within a hundredth of the calls`() throws {
        var script = try hedging()
        for _ in 0..<300 {
            _ = try script.waitFor([1001])
            script.pass(.milliseconds(150))
            while !script.inFlight.isEmpty { try script.succeed() }
            script.pass(.milliseconds(5))
        }
        let hedges = script.events.count {
            if case .callStarted(_, _, _, .hedge) = $0 { true } else { false }
        }
        #expect((2...4).contains(hedges))
    }
}
