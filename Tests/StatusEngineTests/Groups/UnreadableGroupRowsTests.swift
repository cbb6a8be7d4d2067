import Roster
import Testing

@testable import StatusEngine

/// Answers about groups of which not all rows can be read: what is known stays.
@Suite struct UnreadableGroupRowsTests {
    private static let interval = Duration.seconds(300)

    @Test func `a list with such a row takes no group away, and shows new ones`() throws {
        var script = Self.script(.userGroups)
        try script.readAll(
            [("7", "billing", 2), ("8", "sales", 2)],
            members: [1_001...1_003, 2_001...2_001]
        )
        script.pass(Self.interval * 1.1)
        let rows = [Self.group("7", "billing"), Self.group("9", "support")]
        try script.endGroupCall(.success(.userGroups(rows, unreadable: 1)))
        let sales = try #require(script.learnt.groups[.userGroups]?.first { $0.id == "8" })
        #expect(sales.ids.count == 1)
        #expect(sales.membership.doubt == .trouble(.cmsMalformed))
        for page in [1_001...1_003, 2_001...2_002, 3_001...3_001] {
            script.pass(.seconds(1))
            try script.members(page)
        }
        #expect(script.sizes(.userGroups) == ["billing": 3, "sales": 2, "support": 1])
        let report = try #require(script.reports.last)
        #expect(report.vanished == 0 && report.unreadable == 1 && !report.isWhole)
    }

    @Test func `a list that can be read again takes away what is gone`() throws {
        var settings = Self.settings(.userGroups)
        settings.groups.graceTime = .zero
        var script = Script(settings)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.endGroupCall(.success(.userGroups([], unreadable: 1)))
        script.pass(.seconds(1))
        try script.members(1_001...1_003)
        #expect(script.sizes(.userGroups) == ["billing": 3])
        script.pass(Self.interval * 1.1)
        try script.list([])
        #expect(script.sizes(.userGroups).isEmpty)
    }

    @Test func `a source of which no list could be read whole is still awaited`() throws {
        var script = Self.script(.userGroups)
        script.start()
        let rows = [Self.group("7", "billing")]
        try script.endGroupCall(.success(.userGroups(rows, unreadable: 1)))
        try script.members(1_001...1_001)
        #expect(script.learnt.awaited == [.userGroups])
        #expect(script.sizes(.userGroups) == ["billing": 1])
    }

    @Test func `a page of members with such a row takes nobody away, and brings the others`() throws
    {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        let before = try #require(script.learnt.groups[.userGroups]?.first)
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        let rows: [GroupPage.Member?] = [member(1_001), nil, member(1_004)]
        try script.endGroupCall(.success(.userGroupMembers(rows, unreadable: 1)))
        #expect(script.groupCalls.isEmpty)
        let group = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(group.ids.map(\.number) == [1_001, 1_002, 1_003, 1_004])
        #expect(group.membership.doubt == .trouble(.cmsMalformed))
        #expect(group.membership.observedAt == before.membership.observedAt)
        #expect(script.reports.last?.isWhole == false)
    }

    @Test func `such a row on any page counts, also where the list is read again`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        let first = (2_001...2_099).map { Optional(member($0)) } + [nil]
        try script.endGroupCall(.success(.userGroupMembers(first, unreadable: 1)))
        script.pass(.seconds(1))
        try script.endGroupCall(.success(.userGroupMembers([nil], unreadable: 1)))
        script.pass(.seconds(3))
        let group = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(group.ids.count == 102)
        #expect(group.membership.doubt == .trouble(.cmsMalformed))
    }

    @Test func `members of a group that was not known are shown, with the doubt`() throws {
        var script = Self.script(.userGroups)
        script.start()
        try script.list([("7", "billing", 2)])
        let rows: [GroupPage.Member?] = [member(1_001), nil]
        try script.endGroupCall(.success(.userGroupMembers(rows, unreadable: 1)))
        let group = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(group.ids.map(\.number) == [1_001])
        #expect(group.membership.doubt == .trouble(.cmsMalformed))
        #expect(group.membership.observedAt == script.now.wall)
    }

    @Test func `the next reading that is whole takes the doubt and who is gone away`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        for unreadable in [1, 0] {
            script.pass(Self.interval * 1.1)
            try script.list([("7", "billing", 2)])
            script.pass(.seconds(1))
            while !script.groupCalls.isEmpty {
                let rows: [GroupPage.Member?] = [member(1_001)]
                try script.endGroupCall(.success(.userGroupMembers(rows, unreadable: unreadable)))
                script.pass(.seconds(1))
            }
        }
        let group = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(group.ids.map(\.number) == [1_001])
        #expect(group.membership.doubt == nil)
    }

    @Test func `agents of skills stay where a row of the agents could not be read`() throws {
        var script = Self.script(.skillQueues)
        script.start()
        let skills = [GroupPage.Skill(id: 1, name: "voice"), .init(id: 3, name: "chat")]
        try script.endGroupCall(.success(.skills(skills)))
        let agents = [member(1_001, skills: [1, 3]), member(1_002, skills: [3])]
        try script.endGroupCall(.success(.skilledAgents(agents, total: 2)))
        script.pass(Self.interval * 1.1)
        try script.endGroupCall(.success(.skills([skills[0]], unreadable: 1)))
        script.pass(.seconds(1))
        let rows: [GroupPage.Member?] = [nil, member(1_003, skills: [1])]
        try script.endGroupCall(.success(.skilledAgents(rows, total: 2, unreadable: 1)))
        #expect(script.sizes(.skillQueues) == ["voice": 2, "chat": 2])
        let doubts = script.learnt.groups[.skillQueues]?.map(\.membership.doubt)
        #expect(doubts == [.trouble(.cmsMalformed), .trouble(.cmsMalformed)])
    }

    @Test func `agents signed in stay where those of their skill could not all be read`() throws {
        var script = Self.script(.signedInAgents)
        script.start()
        let skills = [GroupPage.Skill(id: 1, name: "voice"), .init(id: 3, name: "chat")]
        try script.endGroupCall(.success(.skills(skills)))
        let first = [1: [agent(1_001), agent(1_002)], 3: [agent(1_003)]]
        try script.endGroupCall(.success(.signedInAgents(first)))
        script.pass(Self.interval * 1.1)
        try script.endGroupCall(.success(.skills(skills)))
        script.pass(.seconds(1))
        let second = [1: [agent(1_004)], 3: [agent(1_005)]]
        try script.endGroupCall(.success(.signedInAgents(second, doubtful: [1])))
        #expect(script.sizes(.signedInAgents) == ["voice": 3, "chat": 1])
        let groups = script.learnt.groups[.signedInAgents] ?? []
        #expect(groups.map(\.membership.doubt) == [.trouble(.cmsMalformed), nil])
    }

    private static func group(_ id: String, _ name: String) -> GroupPage.UserGroup {
        GroupPage.UserGroup(id: id, name: name, type: 2)
    }

    private static func settings(_ sources: Group.Source...) -> EngineSettings {
        var settings = EngineSettings()
        for source in sources { settings.groups.intervals[source] = interval }
        return settings
    }

    private static func script(_ sources: Group.Source...) -> Script {
        var settings = EngineSettings()
        for source in sources { settings.groups.intervals[source] = interval }
        return Script(settings)
    }
}
