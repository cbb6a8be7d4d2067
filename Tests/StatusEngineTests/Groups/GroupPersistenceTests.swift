import Roster
import Testing

@testable import StatusEngine

/// How readings go on in spite of what cannot be read, and take up what changes meanwhile.
@Suite struct GroupPersistenceTests {
    private static let interval = Duration.seconds(300)

    @Test
    func `groups that can never be read hide none behind them and are asked for once a reading`()
        throws
    {
        var script = Self.script(.userGroups)
        let groups = (1...5).map { ("\($0)", "group \($0)", 2) }
        script.start()
        for _ in 1...2 {
            let before = script.groupCallsSent.count
            try script.list(groups)
            for code in [
                CallFailure.Code.noPermission, .malformedBody, .illegalParameter, .noPermission,
            ] {
                script.pass(.seconds(1))
                try script.endGroupCall(.failure(CallFailure(code)))
            }
            script.pass(.seconds(1))
            try script.members(1_001...1_003)
            #expect(script.groupCallsSent.count - before == 5)
            script.pass(Self.interval * 1.1)
        }
        #expect(script.sizes(.userGroups) == ["group 5": 3])
        #expect(script.learnt.unread[.userGroups]?.count == 4)
        #expect(script.learnt.awaited.isEmpty)
    }

    @Test func `once a reading has ended the next ones do not hurry, though a group is unread`()
        throws
    {
        var script = Self.script(.userGroups)
        let groups = (1...400).map { ("\($0)", "group \($0)", 2) }
        script.start()
        try script.list(groups)
        try script.endGroupCall(.failure(CallFailure(.noPermission)))
        for _ in 2...400 { try script.members(1_001...1_003) }
        script.pass(Self.interval * 1.1)
        try script.list(groups)
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `a reading that ends whole clears the doubts that came up meanwhile`() throws {
        var script = Self.script(.userGroups)
        let groups = [("7", "billing", 2), ("8", "sales", 2)]
        try script.readAll(groups, members: [1_001...1_003, 2_001...2_003])
        script.pass(Self.interval * 1.1)
        try script.list(groups)
        script.pass(.seconds(1))
        try script.members(1_001...1_003)
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.tooManyRequests, retryAfter: 20)
        script.pass(.seconds(10))
        #expect(script.doubts == [.trouble(.cmsUnavailable), .trouble(.cmsUnavailable)])
        script.pass(.seconds(12))
        try script.members(2_001...2_003)
        #expect(script.doubts == [nil, nil])
    }

    @Test func `a shorter interval brings the next reading forward`() throws {
        var settings = Self.settings(.userGroups)
        settings.groups.intervals[.userGroups] = .seconds(86_400)
        var script = Script(settings)
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        script.pass(.seconds(40))
        settings.groups.intervals[.userGroups] = .seconds(60)
        script.change(to: settings)
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(21))
        #expect(script.groupCalls.map(\.query) == [.userGroups])
    }

    @Test func `what Retry-After asks for is waited for under a shorter interval too`() throws {
        var script = Self.script(.userGroups)
        script.start()
        try script.endGroupCall(.failure(CallFailure(.serverError, retryAfter: 60)))
        var settings = Self.settings(.userGroups)
        settings.groups.intervals[.userGroups] = .seconds(1)
        script.change(to: settings)
        script.pass(.seconds(59))
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(1))
        #expect(script.groupCalls.count == 1)
    }

    @Test func `groups of quality checkers go at once when they are not wanted any more`() throws {
        var settings = Self.settings(.userGroups)
        settings.groups.includesQualityCheckers = true
        var script = Script(settings)
        let groups = [("7", "billing", 2), ("8", "checkers", 3)]
        try script.readAll(groups, members: [1_001...1_003, 2_001...2_003])
        #expect(script.sizes(.userGroups).count == 2)
        script.change(to: Self.settings(.userGroups))
        try script.list(groups)
        #expect(script.sizes(.userGroups) == ["billing": 3])
    }

    @Test func `after a restart skill queues that come short are looked at twice more`() throws {
        var script = Self.script(.skillQueues)
        let known = LearntGroup(
            id: "1",
            name: "voice",
            members: AgentIDSet((1_001...1_003).map { agent($0) }),
            membership: Membership(observedAt: Timestamp(milliseconds: 0))
        )
        script.restore([Script.vdn: LearntGroups(groups: [.skillQueues: [known]])])
        script.start()
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "voice")])))
        script.pass(.seconds(1))
        let page = [member(1_001, skills: [1])]
        try script.endGroupCall(.success(.skilledAgents(page, total: nil)))
        #expect(script.sizes(.skillQueues) == ["voice": 3])
    }

    @Test func `after a restart each source has the names of its own groups' members`() throws {
        let settings = Self.settings(.userGroups, .skillQueues)
        var script = Script(settings)
        func group(_ id: String, _ member: Int) -> LearntGroup {
            LearntGroup(
                id: id,
                name: id,
                members: AgentIDSet([agent(member)]),
                membership: Membership(observedAt: Timestamp(milliseconds: 0))
            )
        }
        let names = AgentNames([agent(1_001): "Ann", agent(1_002): "Bob", agent(1_003): "Eve"])
        script.restore([
            Script.vdn: LearntGroups(
                groups: [.userGroups: [group("7", 1_001)], .skillQueues: [group("1", 1_002)]],
                names: names
            )
        ])
        let books = Dictionary(
            uniqueKeysWithValues: script.engine.groups.sources.map { ($0.source, $0.book.names) }
        )
        #expect(books[.userGroups]?.all == [agent(1_001): "Ann"])
        #expect(books[.skillQueues]?.all == [agent(1_002): "Bob", agent(1_003): "Eve"])
        #expect(script.learnt.names?.all == names.all)
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

extension Script {
    /// Why the memberships of user groups are doubted.
    fileprivate var doubts: [Membership.Doubt?] {
        learnt.groups[.userGroups]?.map(\.membership.doubt) ?? []
    }
}
