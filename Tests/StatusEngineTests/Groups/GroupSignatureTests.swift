import Roster
import Testing

@testable import StatusEngine

/// What a refused signature of a call about groups leads to: no second one that could be avoided, and
/// nothing that keeps agents from being asked for.
@Suite struct GroupSignatureTests {
    @Test func `a refused signature of a call about groups stops all calls`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        let answer = try script.answerNow([1_031])
        #expect(answer.readings == [.missing(agent(1_031), .trouble(.cmsLockedOut))])
        script.pass(.seconds(59))
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `the first probe after it is left to calls about agents`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(119))
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(1))
        #expect(script.groupCalls.count == 1, "where nobody asks for agents, groups probe")
    }

    @Test(arguments: [Group.Source.userGroups, .signedInAgents])
    func `the first probe is left to agents whatever locked out, and after further steps too`(
        source: Group.Source
    ) throws {
        var script = Script(Self.settings(source))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        for (length, code) in [
            (60, CallFailure.Code.unauthorized), (120, .timedOut), (120, .forbidden),
        ] {
            script.pass(.seconds(length))
            #expect(script.groupCalls.isEmpty)
            _ = try script.waitFor([1_031])
            script.pass(.milliseconds(1))
            try script.fail(code)
        }
        #expect(script.groupCallsSent.isEmpty)
    }

    @Test func `after a restart during a lock-out the first probe is left to agents`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        let record = try #require(script.engine.lockOutRecord(at: script.now))
        var restarted = Script(Self.settings(.userGroups))
        restarted.restore(record, wallLater: .seconds(10))
        restarted.start()
        restarted.pass(.seconds(100))
        #expect(restarted.groupCallsSent.isEmpty)
        restarted.pass(.seconds(11))
        #expect(restarted.groupCallsSent.count == 1)
    }

    @Test func `a source that is taken on anew stands back as before`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.change(to: Self.settings())
        script.change(to: Self.settings(.userGroups))
        script.pass(.seconds(119))
        #expect(script.groupCallsSent.count == 1)
    }

    @Test func `a source that keeps failing does not keep agents locked out`() throws {
        for code in [CallFailure.Code.noPermission, .timedOut, .tooManyRequests] {
            var settings = Self.settings()
            settings.groups.intervals[.signedInAgents] = .seconds(30)
            var script = Script(settings)
            _ = try script.waitFor([1_031])
            script.pass(.milliseconds(1))
            try script.fail(.unauthorized)
            script.pass(.seconds(121))
            try script.endGroupCall(.failure(CallFailure(code)))
            _ = try script.waitFor([1_031])
            script.pass(.milliseconds(1))
            #expect(script.inFlight.count == 1, "\(code)")
        }
    }

    @Test func `what says no in the form of the CMS shows that the signature is good`() throws {
        var script = Script(Self.settings(.signedInAgents))
        script.start()
        try script.refuse()
        script.pass(.seconds(120))
        try script.endGroupCall(.failure(CallFailure(.noPermission)))
        #expect(script.engine.lockOutRecord(at: script.now) == nil)
    }

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

    @Test func `a source that is taken on after the bar is not asked for what is refused`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.refuse()
        script.pass(.seconds(61))
        try script.prove()
        script.change(to: Self.settings(.userGroups, .skillQueues))
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 1)
    }

    @Test func `until one call without a body was taken, one goes at a time`() throws {
        for change in [false, true] {
            var settings = Self.settings(.userGroups)
            settings.groups.callSharePercent = 100
            settings.maximumConcurrentCalls = 8
            var script = Script(
                change ? Self.settings() : settings,
                vdns: [Script.vdn, makeVDN(171)]
            )
            try script.prove()
            if change { script.change(to: settings) }
            #expect(script.groupCalls.count == 1)
            try script.list([])
            script.pass(.seconds(1))
            #expect(script.groupCallsSent.count == 2)
        }
    }

    @Test func `a call without a body proves nothing of those with one`() throws {
        var script = Script(Self.settings(.userGroups))
        script.start()
        try script.list([])
        _ = try script.waitFor(10_000..<40_000)
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `a call without a body ends no lock-out that one with a body brought about`() throws
    {
        var script = Script(Self.settings(.userGroups))
        for length in [60, 180] {
            _ = try script.waitFor([1_031])
            script.pass(.milliseconds(1))
            try script.fail(.unauthorized)
            script.pass(.seconds(length))
        }
        try script.list([])
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        #expect(script.engine.lockOutRecord(at: script.now)?.step == 2)
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

    private static func settings(_ sources: Group.Source...) -> EngineSettings {
        var settings = EngineSettings()
        for source in sources { settings.groups.intervals[source] = .seconds(300) }
        return settings
    }
}

extension Script {
    /// The sources that were barred, in one VDN after the other.
    fileprivate var barred: [Group.Source] {
        events.compactMap { event in
            if case .groupSourceBarred(_, let source) = event { source } else { nil }
        }
    }

    /// Refuses the signature of the call about groups in flight.
    fileprivate mutating func refuse() throws {
        try endGroupCall(.failure(CallFailure(.unauthorized)))
    }
}
