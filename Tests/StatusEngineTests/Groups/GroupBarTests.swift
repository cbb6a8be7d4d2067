import Roster
import Testing

@testable import StatusEngine

/// Which kinds of calls about groups are not sent any more, and which refusals bar nobody.
@Suite struct GroupBarTests {
    @Test func `a source that is barred is not asked again before the credentials change`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(61))
        try script.prove()
        #expect(script.barred == [.userGroups])
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 1)
        script.changeCredentials()
        script.pass(.seconds(1))
        #expect(script.groupCallsSent.count == 2)
    }

    @Test func `a call about agents refused for its ids bars as one that succeeds`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(61))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.illegalParameter)
        #expect(script.barred == [.userGroups])
    }

    @Test func `all sources that need a call without a body are barred by one refusal`() throws {
        let vdns = [Script.vdn, makeVDN(171)]
        var script = Script(
            Self.settings(.userGroups, .skillQueues, .signedInAgents),
            vdns: vdns
        )
        script.start()
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        try script.refuse()
        script.pass(.seconds(121))
        #expect(script.groupCalls.map(\.query) == [.skills], "a POST is tried before another GET")
        try script.endGroupCall(.success(.skills([])))
        #expect(script.barred.count == 4, "user groups and skill queues in both VDNs")
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count { !$0.query.kind.hasBody } == 1)
    }

    @Test func `skill queues whose list is taken are barred by it where their agents are refused`()
        throws
    {
        var script = Script(Self.settings(.skillQueues))
        script.start()
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "billing")])))
        try script.refuse()
        script.pass(.seconds(121))
        #expect(script.groupCalls.map(\.query) == [.skills])
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "billing")])))
        #expect(script.barred == [.skillQueues])
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count { !$0.query.kind.hasBody } == 1)
    }

    @Test func `members that are refused alone bar user groups, and those alone`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.list([("7", "billing", 2)])
        try script.refuse()
        script.pass(.seconds(61))
        try script.prove()
        #expect(script.barred == [.userGroups])
        script.change(to: Self.settings(.userGroups, .signedInAgents))
        #expect(script.groupCalls.map(\.query) == [.skills])
    }

    @Test func `a barred source stays so when it is taken off and on`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(61))
        try script.prove()
        script.change(to: Self.settings())
        script.change(to: Self.settings(.userGroups))
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 1)
        #expect(GroupSourceGauges.all(of: script.engine).map(\.isBarred) == [true])
    }

    @Test func `an address locked by somebody else bars nobody`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.endGroupCall(.failure(CallFailure(.addressLocked)))
        script.pass(.seconds(61))
        try script.prove()
        #expect(script.barred.isEmpty)
        #expect(script.groupCallsSent.count == 2)
    }

    @Test func `where calls about agents were refused too, nobody is barred`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(61))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        script.pass(.seconds(121))
        try script.prove()
        #expect(script.barred.isEmpty)
    }

    @Test func `where calls of two kinds were refused, neither is barred`() throws {
        var script = Script(Self.settings(.userGroups, .signedInAgents))
        script.start()
        try script.refuse()
        script.pass(.seconds(120))
        #expect(script.groupCalls.map(\.query) == [.skills])
        try script.refuse()
        script.pass(.seconds(121))
        try script.prove()
        #expect(script.barred.isEmpty)
    }

    @Test func `a call without a body that is taken clears no refusal of one with a body`() throws {
        var script = Script(Self.settings(.userGroups))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        script.pass(.seconds(120))
        try script.list([("7", "billing", 2)])
        try script.refuse()
        script.pass(.seconds(180))
        try script.list([("7", "billing", 2)])
        #expect(script.barred.isEmpty)
    }

    @Test func `where one call without a body is taken, another is barred alone`() throws {
        var script = Script(Self.settings(.userGroups, .skillQueues))
        try script.prove()
        try script.list([])
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "voice")])))
        try script.refuse()
        script.pass(.seconds(60))
        try script.prove(998_000)
        #expect(script.barred == [.skillQueues])
    }

    @Test func `a refused call from before the credentials changed bars nobody`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        script.pass(.milliseconds(1))
        script.changeCredentials()
        try script.refuse()
        script.pass(.seconds(61))
        try script.prove()
        #expect(script.barred.isEmpty)
    }

    @Test func `a kind of call that was taken before gets one more chance`() throws {
        var script = Script(Self.settings(.userGroups))
        try script.prove()
        try script.list([])
        for round in 1...2 {
            script.pass(.seconds(330))
            try script.refuse()
            script.pass(.seconds(60))
            try script.prove(998_000 + round)
            #expect(script.barred.count == round - 1)
        }
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 3)
    }

    @Test func `a refused call that is taken the next time bars nobody in any VDN`() throws {
        var script = Script(Self.settings(.userGroups), vdns: [Script.vdn, makeVDN(171)])
        script.start()
        try script.refuse()
        script.pass(.seconds(121))
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        try script.list([])
        try script.list([])
        try script.prove()
        #expect(script.barred.isEmpty)
    }

    @Test func `a call that comes back after a refusal shows nothing`() throws {
        var settings = Self.settings(.userGroups, .skillQueues)
        settings.groups.callSharePercent = 100
        var script = Script(settings)
        try script.prove()
        #expect(script.groupCalls.map(\.query) == [.userGroups, .skills])
        try script.refuse()
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "billing")])))
        #expect(script.barred.isEmpty)
        script.pass(.seconds(119))
        #expect(script.groupCallsSent.count == 2)
    }

    @Test func `what a barred source knows is doubted in all VDNs, and it is waited for no more`()
        throws
    {
        let other = makeVDN(171)
        var script = Script(Self.settings(.userGroups), vdns: [Script.vdn, other])
        let known = LearntGroup(
            id: "7",
            name: "billing",
            members: AgentIDSet([agent(1_001)]),
            membership: .settled
        )
        script.restore([other: LearntGroups(groups: [.userGroups: [known]])])
        script.start()
        try script.refuse()
        #expect(GroupSourceGauges.all(of: script.engine).map(\.isUntried) == [false])
        script.pass(.seconds(61))
        let before = script.events.count
        try script.prove()
        #expect(script.barred == [.userGroups, .userGroups])
        #expect(script.events.dropFirst(before).contains(.groupsChanged))
        let kept = script.engine.learntGroups[other]?.groups[.userGroups]?.first
        #expect(kept?.membership.doubt == .trouble(.cmsLockedOut))
        #expect(GroupSourceGauges.all(of: script.engine).map(\.isUntried) == [false])
    }

    @Test func `a source that is barred is doubted, though its time has not come`() throws {
        var script = Script(Self.settings(.skillQueues))
        script.start()
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "voice")])))
        let page = [member(1_001, skills: [1])]
        try script.endGroupCall(.success(.skilledAgents(page, total: 1)))
        script.change(to: Self.settings(.skillQueues, .signedInAgents))
        for round in 1...2 {
            #expect(script.groupCalls.map(\.query) == [.skills])
            try script.refuse()
            script.pass(.seconds(60))
            try script.prove(998_000 + round)
        }
        #expect(script.barred == [.skillQueues, .signedInAgents])
        let kept = script.learnt.groups[.skillQueues]?.first
        #expect(kept?.membership.doubt == .trouble(.cmsLockedOut))
    }

    private static func settings(_ sources: Group.Source...) -> EngineSettings {
        var settings = EngineSettings()
        for source in sources { settings.groups.intervals[source] = .seconds(300) }
        return settings
    }
}
