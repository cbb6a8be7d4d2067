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

    @Test func `a probe about groups that fails puts off the next one, and none about agents`()
        throws
    {
        var script = Script(Self.settings(.signedInAgents))
        script.start()
        try script.refuse()
        script.pass(.seconds(120))
        try script.endGroupCall(.failure(CallFailure(.timedOut)))
        script.pass(.seconds(119))
        #expect(script.groupCalls.isEmpty)
        script.pass(.seconds(1))
        #expect(script.groupCalls.count == 1)
        try script.endGroupCall(.failure(CallFailure(.timedOut)))
        _ = try script.waitFor([1_031])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `a call that is signed otherwise than the refused one goes first`() throws {
        var script = Script(Self.settings(.userGroups), vdns: [Script.vdn, makeVDN(171)])
        script.start()
        try script.refuse()
        script.change(to: Self.settings(.userGroups, .signedInAgents))
        script.pass(.seconds(120))
        #expect(script.groupCalls.map(\.query) == [.skills])
    }

    @Test func `what says no in the form of the CMS shows that the signature is good`() throws {
        var script = Script(Self.settings(.signedInAgents))
        script.start()
        try script.refuse()
        script.pass(.seconds(120))
        try script.endGroupCall(.failure(CallFailure(.noPermission)))
        #expect(script.engine.lockOutRecord(at: script.now) == nil)
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

    private static func settings(_ sources: Group.Source...) -> EngineSettings {
        var settings = EngineSettings()
        for source in sources { settings.groups.intervals[source] = .seconds(300) }
        return settings
    }
}
