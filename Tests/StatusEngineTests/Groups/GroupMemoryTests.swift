import Roster
import Testing

@testable import StatusEngine

/// What of groups and names is kept, for how long, and what a restart brings back.
@Suite struct GroupMemoryTests {
    @Test func `agents have the names that come with their groups`() throws {
        var script = Self.script()
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        #expect(script.learnt.names?[agent(1_001)] == "agent 1001")
        #expect(script.learnt.names?.count == 3)
    }

    @Test func `the name of an agent who has left all groups is forgotten`() throws {
        var script = Self.script()
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(.seconds(330))
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        try script.members(1_001...1_002)
        // Fewer than before: the end is confirmed by the last row, twice.
        for _ in 1...2 {
            script.pass(.seconds(1))
            try script.members(1_002...1_002)
        }
        #expect(script.learnt.names?[agent(1_002)] == "agent 1002")
        #expect(script.learnt.names?[agent(1_003)] == nil)
    }

    @Test func `names are not forgotten after a reading in which a group failed`() throws {
        var script = Self.script()
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(.seconds(330))
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        try script.endGroupCall(.failure(CallFailure(.illegalParameter)))
        #expect(script.learnt.names?.count == 3)
    }

    @Test func `names that are not to be kept are not, nor those known before`() throws {
        var settings = Self.settings()
        settings.groups.keepsNames = false
        var script = Script(settings)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        #expect(script.learnt.names == nil)
        var other = Self.script()
        try other.readAll([("7", "billing", 2)], members: [1_001...1_003])
        other.change(to: settings)
        #expect(other.learnt.names == nil)
        #expect(other.events.last == .groupsChanged)
    }

    @Test func `after a restart groups are known at once, and read again without haste`() throws {
        var script = Self.script()
        script.restore([Script.vdn: Self.known(groups: 400)])
        #expect(script.learnt.awaited.isEmpty)
        #expect(script.sizes(.userGroups).count == 400)
        #expect(script.learnt.names?[agent(1_001)] == "Ann")
        script.start()
        try script.list((1...400).map { ("\($0)", "group \($0)", 2) })
        #expect(script.groupCalls.isEmpty)
        script.pass(.milliseconds(400))
        #expect(script.groupCalls.count == 1)
    }

    @Test func `a source of which not all was known is awaited after a restart too`() throws {
        var script = Self.script()
        var known = Self.known(groups: 2)
        known.awaited = [.userGroups]
        script.restore([Script.vdn: known])
        #expect(script.learnt.awaited == [.userGroups])
        #expect(script.sizes(.userGroups).count == 2)
        script.start()
        try script.list([("1", "group 1", 2), ("2", "group 2", 2)])
        #expect(script.groupCalls.count == 1, "what is awaited is read in haste")
        for _ in 1...2 { try script.members(1_001...1_001) }
        #expect(script.learnt.awaited.isEmpty)
    }

    @Test func `what was known of a source that is off now is left aside`() {
        var settings = EngineSettings()
        settings.groups.intervals[.skillQueues] = .seconds(300)
        var script = Script(settings)
        script.restore([Script.vdn: Self.known(groups: 2)])
        #expect(script.learnt.groups[.userGroups] == nil)
        #expect(script.learnt.awaited == [.skillQueues])
    }

    @Test func `a snapshot does not take the place of what was read meanwhile`() throws {
        var script = Self.script()
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.restore([Script.vdn: Self.known(groups: 2)])
        #expect(script.sizes(.userGroups) == ["billing": 3])
    }

    @Test func `news of one reading are told once a second at most, and at its end`() throws {
        var script = Self.script()
        script.start()
        try script.list((1...50).map { ("\($0)", "group \($0)", 2) })
        for _ in 1...50 {
            script.pass(.milliseconds(100))
            try script.members(1_001...1_002)
        }
        let told = script.events.count { $0 == .groupsChanged }
        #expect((5...8).contains(told), "\(told) times in 5 s")
        #expect(script.events.last == .groupsChanged)
    }

    private static func settings() -> EngineSettings {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(300)
        return settings
    }

    private static func script() -> Script { Script(settings()) }

    private static func known(groups count: Int) -> LearntGroups {
        let groups = (1...count)
            .map { number in
                LearntGroup(
                    id: "\(number)",
                    name: "group \(number)",
                    members: AgentIDSet([agent(1_001)]),
                    membership: Membership(observedAt: Timestamp(milliseconds: 0))
                )
            }
        return LearntGroups(
            groups: [.userGroups: groups],
            names: AgentNames([agent(1_001): "Ann"])
        )
    }
}
