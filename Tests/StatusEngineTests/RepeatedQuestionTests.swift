import Roster
import Testing

@testable import StatusEngine

/// Answers that are given again without a question.
@Suite struct RepeatedQuestionTests {
    /// A script in which one agent has just landed.
    private static func warm(timeToLive: Duration = .seconds(2)) throws -> Script {
        var script = Script(EngineSettings(timeToLive: timeToLive))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.succeed()
        return script
    }

    private static func hold(
        _ ids: [Int] = [1_031],
        maximumAge: Duration? = nil,
        maximumStale: Duration? = nil,
        isRepeated: Bool = true,
        in script: inout Script
    ) throws -> Duration? {
        let asked = script.ask(
            ids,
            maximumAge: maximumAge,
            maximumStale: maximumStale,
            isRepeated: isRepeated
        )
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        return answer.holdsFor
    }

    @Test func `an answer holds for a quarter of a second, and not beyond its time to live`() throws
    {
        var script = try Self.warm()
        #expect(try Self.hold(in: &script) == .milliseconds(250))
        script.pass(.milliseconds(1_900))
        #expect(try Self.hold(in: &script) == .milliseconds(100))
        script.pass(.milliseconds(100))
        #expect(try Self.hold(in: &script) == nil)
    }

    @Test func `only what is asked to be repeated holds, on nobody's own terms`() throws {
        var script = try Self.warm()
        #expect(try Self.hold(isRepeated: false, in: &script) == nil)
        #expect(try Self.hold(maximumAge: .seconds(1), in: &script) == nil)
        #expect(try Self.hold(maximumStale: .seconds(1), in: &script) == nil)
    }

    @Test func `a list holds as long as the first of its agents to expire`() throws {
        var script = try Self.warm(timeToLive: .milliseconds(200))
        for id in [1_032, 1_033] {
            _ = try script.waitFor([id])
            script.pass(.milliseconds(1))
        }
        try script.succeed()
        script.pass(.milliseconds(100))
        try script.succeed()
        #expect(try Self.hold([1_033], in: &script) == .milliseconds(200))
        #expect(try Self.hold([1_033, 1_032], in: &script) == .milliseconds(100))
    }

    @Test func `all agents of a list are in demand for as long as it may be given again`() throws {
        var script = Script(EngineSettings(timeToLive: .milliseconds(300)))
        _ = try script.waitFor([1_031, 1_032])
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.milliseconds(40))
        #expect(try Self.hold([1_032, 1_031], in: &script) == .milliseconds(250))
        script.pass(.milliseconds(540))
        _ = try script.waitFor([1_099])
        script.pass(.milliseconds(1))
        let asked = try #require(script.inFlight.last).agents.map(\.number)
        #expect(asked.first == 1_099)
        #expect(Set(asked) == [1_099, 1_031, 1_032])
    }

    @Test func `a list of very many agents does not hold`() throws {
        let many = Array(1...StatusEngine.mostRepeated + 1)
        var script = Script(EngineSettings())
        for first in stride(from: 0, to: many.count, by: 2_000) {
            _ = try script.waitFor(many[first...].prefix(2_000))
            script.pass(.milliseconds(1))
            try script.succeed()
        }
        #expect(try Self.hold(many, in: &script) == nil)
        #expect(try Self.hold(many.dropLast(), in: &script) == .milliseconds(250))
    }

    @Test func `an answer without an observation does not hold`() throws {
        var script = Script(EngineSettings())
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1_031])
        #expect(try Self.hold(in: &script) == nil)
    }

    @Test func `an agent is in demand for as long as its answer may be given again`() throws {
        var script = try Self.warm(timeToLive: .milliseconds(300))
        script.pass(.milliseconds(40))
        #expect(try Self.hold(in: &script) == .milliseconds(250))
        // More than a time to live after the question, less than one after the answer's end.
        script.pass(.milliseconds(540))
        _ = try script.waitFor([1_099])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.last?.agents.map(\.number) == [1_099, 1_031])
    }

    @Test func `only what may change an answer counts as a change`() throws {
        var script = try Self.warm()
        let version = script.engine.version
        _ = try Self.hold(in: &script)
        _ = try Self.hold(isRepeated: false, in: &script)
        #expect(script.engine.version == version)
        script.pass(.seconds(20))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        let asked = script.engine.version
        try script.succeed(state: 5)
        #expect(script.engine.version != asked)
    }

    @Test func `other settings count as a change`() throws {
        var engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 1)
        let version = engine.version
        let now = Moment(instant: Instant(nanoseconds: 0), wall: Timestamp(milliseconds: 0))
        _ = engine.change(to: EngineSettings(timeToLive: .seconds(1)), at: now)
        #expect(engine.version != version)
    }
}
