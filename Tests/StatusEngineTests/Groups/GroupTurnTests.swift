import Roster
import Testing

@testable import StatusEngine

/// Where calls go one at a time, those about agents go first.
@Suite struct GroupTurnTests {
    @Test func `at the beginning calls about groups leave agents a moment to go first`() throws {
        var script = Script(Self.settings())
        script.wake()
        script.pass(.milliseconds(999))
        #expect(script.groupCalls.isEmpty)
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
        #expect(script.groupCalls.isEmpty)
        try script.succeed()
        #expect(script.groupCalls.count == 1, "a call about agents has ended")
    }

    @Test func `at the end of a pause the probe is left to calls about agents`() throws {
        var script = Script(Self.settings(every: .seconds(10)))
        try script.prove()
        try script.list([])
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.tooManyRequests, retryAfter: 20)
        script.pass(.milliseconds(20_999))
        #expect(script.groupCalls.isEmpty)
        script.pass(.milliseconds(1))
        #expect(script.groupCalls.count == 1, "nobody asks for agents")
    }

    @Test func `a call about groups that hangs holds up no probe about agents`() throws {
        var script = Script(Self.settings())
        try script.prove()
        try script.list([])
        try script.pauseAgents()
        script.pass(.seconds(330))
        #expect(script.groupCalls.count == 1)
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `a call about groups that succeeds brings no agents back to a base URL they left`()
        throws
    {
        var settings = Self.settings()
        settings.endpoints = 2
        settings.failbackInterval = .seconds(20)
        var script = Script(settings)
        try script.prove()
        try script.list([("7", "billing", 2)])
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.groupCalls.map(\.endpoint) == [0])
        try script.fail(.connectFailed)
        script.pass(.milliseconds(250))
        #expect(script.inFlight.map(\.endpoint) == [1])
        try script.succeed()
        try script.members(1_001...1_003)
        _ = try script.waitFor([1_032])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.map(\.endpoint) == [1])
    }

    @Test func `a call about groups does not use up the trial of the first base URL`() throws {
        var settings = Self.settings(every: .seconds(15))
        settings.endpoints = 2
        settings.failbackInterval = .seconds(20)
        var script = Script(settings)
        try script.prove()
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.connectFailed)
        script.pass(.milliseconds(250))
        try script.succeed()
        try script.list([])
        // A trial costs what a retry does, and has to be earned.
        for id in 2_001...2_010 { try script.prove(id) }
        script.pass(.seconds(60))
        #expect(script.groupCalls.map(\.endpoint) == [1])
        _ = try script.waitFor([1_032])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.map(\.endpoint) == [0])
    }

    private static func settings(every interval: Duration = .seconds(300)) -> EngineSettings {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = interval
        return settings
    }
}

extension Script {
    /// Lets calls about agents fail until they are paused.
    fileprivate mutating func pauseAgents() throws {
        _ = try waitFor([1_031])
        pass(.milliseconds(1))
        try failTwice(.connectFailed)
    }
}
