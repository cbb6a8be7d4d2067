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
            var settings = EngineSettings()
            settings.groups.intervals[.signedInAgents] = .seconds(300)
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
        script.start()
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

    @Test func `a stop sends no call about groups any more`() throws {
        var script = Script(Self.settings())
        script.start()
        script.shutDown()
        try script.endGroupCall(.success(.userGroups([])))
        script.pass(.seconds(3_600))
        #expect(script.groupCallsSent.count == 1)
    }

    @Test func `a source is taken on and given up while all goes on`() throws {
        var script = Script(EngineSettings())
        script.start()
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
        script.start()
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

    private static func settings() -> EngineSettings {
        var settings = EngineSettings()
        settings.groups.intervals[.userGroups] = .seconds(300)
        return settings
    }
}

extension Script {
    /// Why the first group's membership is doubted.
    fileprivate var doubt: Membership.Doubt? {
        learnt.groups[.userGroups]?.first?.membership.doubt
    }
}
