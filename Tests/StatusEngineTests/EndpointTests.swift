import Roster
import Testing

@testable import StatusEngine

@Suite struct EndpointTests {
    private func script(endpoints: Int) -> Script {
        var settings = EngineSettings(staleWhileRevalidate: .zero)
        settings.endpoints = endpoints
        return Script(settings)
    }

    @Test func `a base URL that does not answer is left for the next one`() throws {
        var script = script(endpoints: 3)
        try script.prove()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.connectFailed)
        script.pass(.milliseconds(250))
        #expect(script.sent.map(\.endpoint) == [0, 0, 1])
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
    }

    @Test func `the very first call goes to the next base URL when the first does not answer`()
        throws
    {
        var script = script(endpoints: 2)
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.connectFailed)
        script.pass(.milliseconds(250))
        #expect(script.sent.map(\.endpoint) == [0, 1])
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
    }

    @Test func `a business error does not speak against the base URL`() throws {
        var script = script(endpoints: 2)
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.failTwice(.callFailed)
        #expect(script.sent.allSatisfy { $0.endpoint == 0 })
    }

    @Test func `the first base URL is tried again after a minute and taken back`() throws {
        var script = script(endpoints: 2)
        try script.prove()
        for _ in 0..<12 { try ask(&script, failing: []) }
        try ask(&script, failing: [0])
        for _ in 0..<30 { try ask(&script, failing: []) }
        let endpoints = script.sent.map(\.endpoint)
        let left = try #require(endpoints.firstIndex(of: 1))
        let back = try #require(endpoints[left...].firstIndex(of: 0))
        #expect(endpoints[back...].allSatisfy { $0 == 0 })
        #expect((18...21).contains(back - left), "a minute at three seconds a call")
    }

    @Test func `a trial of the first base URL that fails pauses nobody`() throws {
        var script = script(endpoints: 2)
        try script.prove()
        for _ in 0..<30 { try ask(&script, failing: []) }
        for _ in 0..<60 { try ask(&script, failing: [0]) }
        #expect(script.events.allSatisfy { if case .paused = $0 { false } else { true } })
        let trials = script.sent.map(\.endpoint).dropFirst(32).count { $0 == 0 }
        #expect((2...3).contains(trials), "one a minute")
        #expect(script.answers.values.allSatisfy { $0.readings[0].freshness == .live })
    }

    /// Asks for an agent, and lets calls to the failing base URLs fail.
    private func ask(_ script: inout Script, failing: Set<Int>) throws {
        let ticket = try script.waitFor([1031])
        for _ in 0..<5 where script.answers[ticket] == nil {
            script.pass(.milliseconds(100))
            guard let call = script.inFlight.first else { continue }
            if failing.contains(call.endpoint) {
                try script.fail(.connectFailed)
            } else {
                try script.succeed()
            }
        }
        script.pass(.seconds(3))
    }
}
