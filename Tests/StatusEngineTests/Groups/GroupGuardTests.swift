import Roster
import Testing

@testable import StatusEngine

/// How calls about groups share the guard with calls about agents.
@Suite struct GroupGuardTests {
    @Test func `calls about groups stand back behind calls about agents`() throws {
        var script = Script(Self.settings())
        _ = try script.waitFor([1_031])
        #expect(script.groupCalls.isEmpty)
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
        #expect(script.groupCalls.isEmpty, "until a first success one call goes at a time")
        try script.succeed()
        #expect(script.groupCalls.count == 1)
    }

    @Test func `a call about groups takes no more than its share of the places`() throws {
        for (share, places) in [(25, 1), (50, 2), (100, 3)] {
            var settings = Self.settings(vdns: 4)
            settings.groups.callSharePercent = share
            var script = Script(settings, vdns: (1...4).map { makeVDN($0) } + [Script.vdn])
            try script.prove()
            #expect(script.groupCalls.count == places)
        }
    }

    @Test func `a place is left for a call about agents`() throws {
        var settings = Self.settings()
        settings.groups.callSharePercent = 100
        settings.maximumConcurrentCalls = 2
        var script = Script(settings, vdns: [Script.vdn, makeVDN(171)])
        try script.prove()
        #expect(script.groupCalls.count == 1)
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `a single id leaves within a millisecond while groups are read`() throws {
        var script = Script(Self.settings())
        try script.prove()
        #expect(script.groupCalls.count == 1)
        script.pass(.seconds(2))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `no window has more calls about groups than their share of the quota`() throws {
        var settings = Self.settings()
        settings.callQuota = CallQuota(calls: 8, window: .seconds(1))
        var script = Script(settings)
        script.wake()
        try script.list((1...40).map { ("\($0)", "group \($0)", 2) })
        while script.groupCallsSent.count < 40 {
            if !script.groupCalls.isEmpty { try script.members(1_001...1_002) }
            script.pass(.milliseconds(10))
        }
        let times = script.groupCallsSent.map(\.at)
        for (first, third) in zip(times, times.dropFirst(2)) {
            #expect(third - first >= .seconds(1))
        }
    }

    @Test func `what calls about groups take of the quota, others do not have`() throws {
        var settings = Self.settings()
        settings.callQuota = CallQuota(calls: 2, window: .seconds(1))
        var script = Script(settings)
        try script.prove()
        #expect(script.groupCalls.count == 1)
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(900))
        #expect(script.inFlight.isEmpty)
        script.pass(.milliseconds(200))
        #expect(script.inFlight.count == 1)
    }

    @Test func `groups that cannot be had keep nobody from asking for agents`() throws {
        let codes: [CallFailure.Code] = [
            .noPermission, .illegalParameter, .serverError, .timedOut, .malformedBody, .forbidden,
            .unexpectedStatus, .connectionLost, .connectFailed,
        ]
        for code in codes {
            var script = Script(Self.settings())
            try script.prove()
            try script.endGroupCall(.failure(CallFailure(code)))
            _ = try script.waitFor([1_031])
            script.pass(.milliseconds(1))
            #expect(script.inFlight.count == 1, "\(code)")
        }
    }

    @Test func `a CMS that wants fewer calls gets none of any kind`() throws {
        var script = Script(Self.settings())
        try script.prove()
        try script.endGroupCall(.failure(CallFailure(.tooManyRequests, retryAfter: 5)))
        let answer = try script.answerNow([1_031])
        #expect(answer.readings == [.missing(agent(1_031), .trouble(.cmsUnavailable))])
    }

    @Test func `a dead CMS is told with the groups that cannot be refreshed`() throws {
        var script = Script(Self.settings())
        try script.readAll([("7", "billing", 2)], members: [1_001...1_003])
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.failTwice(.connectFailed)
        for _ in 1...200 where script.doubt == nil {
            script.pass(.seconds(5))
            while !script.groupCalls.isEmpty {
                try script.endGroupCall(.failure(CallFailure(.connectFailed)))
            }
        }
        #expect(script.doubt == .trouble(.cmsUnavailable))
        #expect(script.sizes(.userGroups) == ["billing": 3])
    }

    @Test func `a refused signature of a call about groups stops all calls`() throws {
        var script = Script(Self.settings())
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        let answer = try script.answerNow([1_031])
        #expect(answer.readings == [.missing(agent(1_031), .trouble(.cmsLockedOut))])
        script.pass(.seconds(59))
        #expect(script.groupCalls.isEmpty)
    }

    @Test func `the first probe after it is left to calls about agents`() throws {
        var script = Script(Self.settings())
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(61))
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(60))
        #expect(script.groupCalls.count == 1, "where nobody asks for agents, groups probe")
    }

    @Test func `a source whose signature alone is refused is not asked again`() throws {
        var script = Script(Self.settings())
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(61))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.events.contains(.groupSourceBarred(Script.vdn, .userGroups)))
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 1)
        script.changeCredentials()
        #expect(script.groupCallsSent.count == 2)
    }

    @Test func `all sources that are signed alike are barred by one refusal, the others are not`()
        throws
    {
        var settings = Self.settings()
        for source in [Group.Source.skillQueues, .signedInAgents] {
            settings.groups.intervals[source] = .seconds(300)
        }
        let vdns = [Script.vdn, makeVDN(171)]
        var script = Script(settings, vdns: vdns)
        script.wake()
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(61))
        #expect(script.groupCalls.map(\.query) == [.skills])
        try script.endGroupCall(.success(.skills([])))
        #expect(script.barred.count == 4, "user groups and skill queues in both VDNs")
        script.pass(.seconds(7_200))
        #expect(!script.groupCallsSent.dropFirst().contains { $0.query == .userGroups })
    }

    @Test func `a source bars itself by a call that is signed otherwise than the refused one`()
        throws
    {
        var settings = Self.settings()
        settings.groups.intervals[.skillQueues] = .seconds(300)
        var script = Script(settings)
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(91))
        #expect(script.groupCalls.map(\.query) == [.skills], "a POST is tried before another GET")
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "billing")])))
        #expect(script.barred == [.userGroups, .skillQueues])
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.map(\.query) == [.userGroups, .skills])
    }

    @Test func `a call that comes back after a refusal brings no other forward that is signed so`()
        throws
    {
        var settings = Self.settings()
        settings.groups.callSharePercent = 100
        settings.groups.intervals[.skillQueues] = .seconds(300)
        var script = Script(settings)
        try script.prove()
        #expect(script.groupCalls.map(\.query) == [.userGroups, .skills])
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        try script.endGroupCall(.success(.skills([.init(id: 1, name: "billing")])))
        script.pass(.seconds(119))
        #expect(script.groupCallsSent.count == 2)
    }

    @Test(arguments: [
        (Group.Source.userGroups, GroupPage.userGroups([.init(id: "7", name: "billing", type: 2)])),
        (.signedInAgents, .skills([.init(id: 1, name: "billing")])),
    ])
    func `a source of whose calls one kind is refused is barred once another is taken`(
        source: Group.Source,
        list: GroupPage
    ) throws {
        var settings = EngineSettings()
        settings.groups.intervals[source] = .seconds(300)
        var script = Script(settings)
        script.wake()
        try script.endGroupCall(.success(list))
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(121))
        try script.endGroupCall(.success(list))
        #expect(script.barred == [source])
        script.pass(.seconds(7_200))
        #expect(script.groupCallsSent.count == 3)
    }

    @Test func `a refused call that is taken the next time bars nobody in any VDN`() throws {
        var script = Script(Self.settings(), vdns: [Script.vdn, makeVDN(171)])
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(121))
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        try script.list([("7", "billing", 2)])
        try script.prove()
        #expect(script.barred.isEmpty)
        #expect(script.groupCallsSent.count == 3)
    }

    @Test func `a foreign 403 that is taken for a lock-out is a refusal of its source too`() throws
    {
        var script = Script(Self.settings())
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(121))
        try script.endGroupCall(.failure(CallFailure(.forbidden)))
        script.pass(.seconds(121))
        #expect(script.groupCalls.isEmpty, "the first probe is left to calls about agents")
        try script.prove()
        #expect(script.barred == [.userGroups])
    }

    @Test func `what a barred source knows is doubted in all VDNs, and it is waited for no more`()
        throws
    {
        let other = makeVDN(171)
        var script = Script(Self.settings(), vdns: [Script.vdn, other])
        let known = LearntGroup(
            id: "7",
            name: "billing",
            members: AgentIDSet([agent(1_001)]),
            membership: .settled
        )
        script.restore([other: LearntGroups(groups: [.userGroups: [known]])])
        script.wake()
        try script.endGroupCall(.failure(CallFailure(.unauthorized)))
        script.pass(.seconds(61))
        let before = script.events.count
        try script.prove()
        #expect(script.barred == [.userGroups, .userGroups])
        #expect(script.events.dropFirst(before).contains(.groupsChanged))
        let kept = script.engine.learntGroups[other]?.groups[.userGroups]?.first
        #expect(kept?.membership.doubt == .trouble(.cmsLockedOut))
        #expect(GroupSourceGauges.all(of: script.engine).map(\.isUntried) == [false])
    }

    @Test func `a stop sends no call about groups any more`() throws {
        var script = Script(Self.settings())
        script.wake()
        script.shutDown()
        try script.endGroupCall(.success(.userGroups([])))
        script.pass(.seconds(3_600))
        #expect(script.groupCallsSent.count == 1)
    }

    @Test func `a source is taken on and given up while all goes on`() throws {
        var script = Script(EngineSettings())
        script.wake()
        #expect(script.groupCalls.isEmpty)
        script.change(to: Self.settings())
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        script.change(to: EngineSettings())
        try script.list([("7", "billing", 2)])
        script.pass(.seconds(3_600))
        #expect(script.groupCallsSent.count == 1)
        #expect(script.learnt.groups.isEmpty)
    }

    @Test func `an answer to a source that was given up is not taken for its successor's`() throws {
        var script = Script(Self.settings())
        script.wake()
        script.change(to: EngineSettings())
        var quick = Self.settings()
        quick.groups.callSharePercent = 100
        script.change(to: quick)
        try script.list([("7", "billing", 2)])
        #expect(script.groupCalls.map(\.query) == [.userGroups])
        #expect(script.learnt.awaited == [.userGroups])
        try script.list([("8", "sales", 2)])
        #expect(script.groupCalls.map(\.query) == [.userGroupMembers(group: "8", offset: 0)])
    }

    private static func settings(vdns: Int = 1) -> EngineSettings {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(300)
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

    /// Why the first group's membership is doubted.
    fileprivate var doubt: Membership.Doubt? {
        learnt.groups[.userGroups]?.first?.membership.doubt
    }
}
