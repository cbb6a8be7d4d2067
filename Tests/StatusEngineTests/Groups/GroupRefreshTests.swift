import Roster
import Testing

@testable import StatusEngine

/// What is asked of the CMS's groups, when, and what the answers mean.
@Suite struct GroupRefreshTests {
    private static let interval = Duration.seconds(300)

    @Test func `user groups are listed and then read one after the other`() throws {
        var script = Self.script(.userGroups)
        script.start()
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        try script.list([("7", "billing", 2), ("8", "sales", 2)])
        #expect(script.groupCalls.map(\.query) == [.userGroupMembers(group: "7", offset: 0)])
        try script.members(1_001...1_003)
        #expect(script.groupCalls.map(\.query) == [.userGroupMembers(group: "8", offset: 0)])
        try script.members(2_001...2_001)
        #expect(script.groupCalls.isEmpty)
        #expect(script.sizes(.userGroups) == ["billing": 3, "sales": 1])
        #expect(script.learnt.awaited.isEmpty)
        #expect(script.events.contains(.groupsChanged))
    }

    @Test func `groups of quality checkers are learnt where the setting says so`() throws {
        for includes in [false, true] {
            var settings = Self.settings(.userGroups)
            settings.groups.includesQualityCheckers = includes
            var script = Script(settings)
            script.start()
            try script.list([("7", "billing", 2), ("8", "checkers", 3), ("9", "other", 4)])
            try script.members(1_001...1_001)
            if includes { try script.members(2_001...2_001) }
            #expect(script.groupCalls.isEmpty)
            #expect(script.sizes(.userGroups).keys.contains("checkers") == includes)
        }
    }

    @Test func `a source is awaited until every group it lists has been read`() throws {
        var script = Self.script(.userGroups)
        #expect(script.learnt.awaited == [.userGroups])
        script.start()
        try script.list([("7", "billing", 2), ("8", "sales", 2)])
        try script.members(1_001...1_001)
        #expect(script.learnt.awaited == [.userGroups])
        try script.members(1_002...1_002)
        #expect(script.learnt.awaited == [])
    }

    @Test func `skill queues have the agents configured for them`() throws {
        var script = Self.script(.skillQueues)
        script.start()
        try script.endGroupCall(
            .success(.skills([.init(id: 1, name: "voice"), .init(id: 3, name: "chat")]))
        )
        #expect(script.groupCalls.map(\.query) == [.skilledAgents(offset: 0)])
        let agents: [GroupPage.Member?] = [
            member(1_001, skills: [1, 3]), member(1_002, skills: [3]), member(1_003, skills: []),
            nil, member(1_004, skills: [99]),
        ]
        try script.endGroupCall(.success(.skilledAgents(agents, total: 5)))
        #expect(script.sizes(.skillQueues) == ["voice": 1, "chat": 2])
    }

    @Test func `signed-in agents are asked for a thousand skills at a time`() throws {
        var script = Self.script(.signedInAgents)
        script.start()
        let skills = (1...1_001).map { GroupPage.Skill(id: $0, name: "skill \($0)") }
        try script.endGroupCall(.success(.skills(skills)))
        #expect(script.groupCalls.map(\.query) == [.signedInAgents(skills: Array(1...1_000))])
        try script.endGroupCall(.success(.signedInAgents([1: [agent(1_001), agent(1_002)]])))
        #expect(script.groupCalls.map(\.query) == [.signedInAgents(skills: [1_001])])
        try script.endGroupCall(.success(.signedInAgents([1_001: [agent(1_001)]])))
        #expect(script.sizes(.signedInAgents)["skill 1"] == 2)
        #expect(script.sizes(.signedInAgents)["skill 2"] == 0)
        #expect(script.sizes(.signedInAgents)["skill 1001"] == 1)
    }

    @Test func `all sources together keep to one call in flight each`() throws {
        var settings = Self.settings(.userGroups, .skillQueues, .signedInAgents)
        settings.groups.callSharePercent = 100
        var script = Script(settings)
        try script.prove()
        script.pass(.milliseconds(1))
        #expect(script.groupCalls.map(\.query) == [.userGroups, .skills, .skills])
    }

    @Test func `groups are read again after the interval, give or take a tenth`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 0.89)
        #expect(script.groupCalls.isEmpty)
        script.pass(Self.interval * 0.22)
        #expect(script.groupCalls.map(\.query) == [.userGroups])
    }

    @Test func `a first reading hurries, the later ones are spread out`() throws {
        var script = Self.script(.userGroups)
        let groups = (1...400).map { ("\($0)", "group \($0)", 2) }
        try script.readAll(groups, members: Array(repeating: 1_001...1_003, count: 400))
        #expect(script.groupCallsSent.last?.at == script.groupCallsSent.first?.at)
        script.pass(Self.interval * 1.1)
        try script.list(groups)
        let first = script.groupCallsSent.count
        while script.groupCallsSent.count < first + 399 {
            script.pass(.milliseconds(10))
            if !script.groupCalls.isEmpty { try script.members(1_001...1_003) }
        }
        let times = script.groupCallsSent.suffix(398).map(\.at)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        #expect(try #require(gaps.min()) >= .milliseconds(370))
        #expect(times[times.count - 1] - times[0] < Self.interval * 0.6)
    }

    @Test func `a failed list keeps all groups, their ages and says why`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        let before = try #require(script.learnt.groups[.userGroups]?.first)
        script.pass(Self.interval * 1.1)
        try script.endGroupCall(.failure(CallFailure(.noPermission)))
        let after = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(after.ids == before.ids)
        #expect(after.membership.observedAt == before.membership.observedAt)
        #expect(after.membership.doubt == .trouble(.cmsError))
        #expect(script.events.contains(.groupRefreshAbandoned(Script.vdn, .userGroups)))
    }

    @Test func `a call that may succeed the next time is tried three times, ever later`() throws {
        var script = Self.script(.userGroups)
        script.start()
        for _ in 1...3 {
            while script.groupCalls.isEmpty { script.pass(.milliseconds(10)) }
            try script.endGroupCall(.failure(CallFailure(.timedOut)))
            #expect(script.groupCalls.isEmpty)
        }
        let times = script.groupCallsSent.map(\.at)
        #expect(times[1] - times[0] >= .seconds(1))
        #expect(times[1] - times[0] < .seconds(2.1))
        #expect(times[2] - times[1] >= .seconds(2))
        #expect(times[2] - times[1] < .seconds(4.1))
        #expect(script.events.contains(.groupRefreshAbandoned(Script.vdn, .userGroups)))
    }

    @Test func `one group that cannot be read leaves the others be`() throws {
        var script = Self.script(.userGroups)
        script.start()
        try script.list([("7", "billing", 2), ("8", "sales", 2)])
        try script.endGroupCall(.failure(CallFailure(.illegalParameter)))
        script.pass(.seconds(2))
        try script.members(2_001...2_002)
        #expect(script.sizes(.userGroups) == ["sales": 2])
        #expect(script.learnt.awaited.isEmpty)
        #expect(script.learnt.unread == [.userGroups: [UnreadGroup(id: "7", name: "billing")]])
        let report = try #require(script.reports.last)
        #expect(report.failed == 1)
        #expect(report.groups == 1)
    }

    @Test func `three groups in a row that the CMS fails to tell of end the reading`() throws {
        var script = Self.script(.userGroups)
        script.start()
        try script.list((1...5).map { ("\($0)", "group \($0)", 2) })
        for _ in 1...3 {
            try script.endGroupCall(.failure(CallFailure(.otherModule)))
            script.pass(.seconds(8))
        }
        #expect(script.events.contains(.groupRefreshAbandoned(Script.vdn, .userGroups)))
    }

    @Test func `what Retry-After asks for is waited for`() throws {
        var script = Self.script(.userGroups)
        script.start()
        try script.endGroupCall(.failure(CallFailure(.serverError, retryAfter: 60)))
        script.pass(.seconds(59))
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(2))
        #expect(script.groupCalls.count == 1)
    }

    @Test func `an agent that joins appears with the next reading`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        try script.members(1_001...1_004)
        #expect(script.sizes(.userGroups) == ["billing": 4])
    }

    @Test func `a group renamed keeps its members`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([("7", "invoices", 2)])
        #expect(script.sizes(.userGroups) == ["invoices": 3])
    }

    @Test func `a group that vanishes is kept for the grace time and marked`() throws {
        var settings = Self.settings(.userGroups)
        settings.groups.graceTime = Self.interval * 2
        var script = Script(settings)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([])
        #expect(script.learnt.groups[.userGroups]?.first?.membership.doubt == .vanished)
        #expect(script.reports.last?.vanished == 1)
        script.pass(Self.interval * 1.1)
        try script.list([])
        #expect(script.sizes(.userGroups) == ["billing": 3])
        script.pass(Self.interval * 1.1)
        try script.list([])
        #expect(script.sizes(.userGroups).isEmpty)
    }

    @Test func `a group that comes back is what it was`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([])
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        #expect(script.learnt.groups[.userGroups]?.first?.membership.doubt == nil)
    }

    @Test func `pages that shift each time keep the membership of before`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        for _ in 1...6 {
            script.pass(.seconds(1))
            let rows = (2_001...2_100).map { member($0) }
            try script.endGroupCall(.success(.userGroupMembers(rows)))
        }
        #expect(script.groupCalls.isEmpty)
        let group = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(group.ids.count == 3)
        #expect(group.membership.doubt == .unsettled)
        #expect(script.reports.last?.unsettled == 1)
        #expect(script.reports.last?.rereads == 2)
    }

    @Test func `a group's name is kept up to its limit`() throws {
        var script = Self.script(.userGroups)
        try script.readAll(
            [("7", String(repeating: "ü", count: 10_000), 2)],
            members: [1_001...1_003]
        )
        #expect(script.sizes(.userGroups).keys.first?.utf8.count == 254)
    }

    @Test func `an unchanged membership keeps its list of ids`() throws {
        var script = Self.script(.userGroups)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        let before = try #require(script.learnt.groups[.userGroups]?.first)
        script.pass(Self.interval * 1.1)
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(1))
        try script.members(1_001...1_003)
        let after = try #require(script.learnt.groups[.userGroups]?.first)
        #expect(after.membership != before.membership)
        #expect(Self.storage(of: after.ids) == Self.storage(of: before.ids))
    }

    private static func storage(of ids: [AgentID]) -> Int {
        unsafe ids.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
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
