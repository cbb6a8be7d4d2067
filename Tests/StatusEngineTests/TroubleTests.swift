import Roster
import Testing

@testable import StatusEngine

/// What is called stale is in trouble, until the next news of it.
@Suite struct TroubleTests {
    /// A script that has observed agents 1031 and 1032 just now.
    private func observed(_ settings: EngineSettings = EngineSettings()) throws -> Script {
        var script = Script(settings)
        _ = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        try script.succeed()
        return script
    }

    private func freshness(_ id: Int, in script: inout Script) throws -> Freshness? {
        try script.answerNow([id]).readings[0].freshness
    }

    /// A script whose call for 1031 failed 3 s after both had been observed; no call may leave now.
    private func failed() throws -> Script {
        var script = try observed()
        script.pass(.seconds(3))
        #expect(try freshness(1031, in: &script) == .revalidating)
        script.pass(.milliseconds(1))
        try script.failTwice(.timedOut)
        return script
    }

    @Test func `a failed refresh makes an agent stale until the next news, not until the next try`()
        throws
    {
        var script = try failed()
        #expect(try freshness(1031, in: &script) == .stale(.cmsUnavailable))
        script.pass(.seconds(3))
        #expect(script.inFlight.isEmpty)
        #expect(try freshness(1031, in: &script) == .stale(.cmsUnavailable))
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1, "it is being tried again")
        #expect(try freshness(1031, in: &script) == .stale(.cmsUnavailable))
        try script.succeed()
        #expect(try freshness(1031, in: &script) == .cached)
        script.pass(.seconds(3))
        #expect(try freshness(1031, in: &script) == .revalidating)
    }

    @Test func `a failed try to learn more of an agent within its time to live does not show`()
        throws
    {
        var settings = EngineSettings(timeToLive: .seconds(8))
        settings.minimumRefreshInterval = .seconds(1)
        var script = try observed(settings)
        script.pass(.seconds(2))
        _ = try script.waitFor([1031], maximumAge: .zero)
        script.pass(.milliseconds(1))
        try script.failTwice(.timedOut)
        #expect(try freshness(1031, in: &script) == .cached)
        script.pass(.seconds(6))
        #expect(try freshness(1031, in: &script) == .stale(.cmsUnavailable))
    }

    /// A script whose calls carry one agent each, so that none goes along with another's.
    private func singly(timeToLive: Duration) throws -> Script {
        var settings = EngineSettings(timeToLive: timeToLive)
        settings.maximumIDsPerCall = 1
        var script = Script(settings)
        try script.prove()
        return script
    }

    @Test func `what could not leave when its time was over is stale until the next news`() throws {
        var script = try singly(timeToLive: .seconds(3))
        _ = try script.waitFor([1031])
        script.pass(.seconds(2))
        try script.succeed()
        _ = try script.waitFor([1032])
        script.pass(.seconds(2))
        try script.failTwice(.timedOut)
        let refusal = try #require(script.engine.refusal(at: script.now.instant))
        #expect(try freshness(1031, in: &script) == .cached)
        script.pass(.milliseconds(1_000))
        #expect(script.engine.refusal(at: script.now.instant) == refusal)
        #expect(try freshness(1031, in: &script) == .stale(refusal))
        script.pass(.seconds(2))
        #expect(script.engine.refusal(at: script.now.instant) == nil)
        #expect(try freshness(1031, in: &script) == .stale(refusal))
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(try freshness(1031, in: &script) == .cached)
    }

    @Test func `a time when no call might leave is none for what left its time to live after it`()
        throws
    {
        var script = try singly(timeToLive: .seconds(8))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        _ = try script.waitFor([1032])
        script.pass(.milliseconds(1))
        try script.failTwice(.timedOut)
        script.pass(.seconds(9))
        #expect(try freshness(1031, in: &script) == .revalidating)
    }

    @Test func `new credentials end the time when no call might leave`() throws {
        var script = try singly(timeToLive: .seconds(4))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        _ = try script.waitFor([2000])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        script.pass(.seconds(1))
        script.changeCredentials()
        script.pass(.seconds(4))
        #expect(try freshness(1031, in: &script) == .revalidating)
    }

    @Test func `nothing older than both periods together is called fresh`() throws {
        var script = try observed()
        script.pass(.seconds(12))
        let asked = script.ask([1031], wait: .zero)
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        #expect(answer.readings[0].freshness == .stale(.deadlineExceeded))
    }

    @Test func `an agent whose news came long before the others' is not called fresh for it`()
        throws
    {
        var script = Script()
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let both = try script.waitFor([1031, 1032], wait: .seconds(30))
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.seconds(13))
        try script.succeed()
        let answer = try #require(script.answers[both])
        #expect(answer.readings.map(\.freshness) == [.stale(.deadlineExceeded), .live])
    }

    @Test func `a roll-up counts as stale what is in trouble, and nothing else`() throws {
        var script = try failed()
        let question = Question(
            vdn: Script.vdn,
            ids: [1031, 1032].map { AgentID(unchecked: $0) },
            wait: .seconds(5),
            form: .rollUp
        )
        func stale(_ script: inout Script) throws -> Int? {
            let copy = script.engine
            var engine = copy
            guard case .answered(let answer) = engine.ask(question, at: script.now).asked else {
                throw Unexpected("has to wait")
            }
            return answer.rollUp?.stale
        }
        #expect(try stale(&script) == 2)
        script.pass(.seconds(2))
        _ = try script.answerNow([1031, 1032])
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.seconds(3))
        #expect(try stale(&script) == 0, "past their time, and being refreshed")
    }

    @Test func `an unreported agent is not asked for again before its time, whoever forces a look`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1099])
        for pause in [3, 20] as [Int64] {
            script.pass(.seconds(pause))
            for age in [Duration.zero, .seconds(1)] {
                let reading = try script.answerNow([1099], maximumAge: age).readings[0]
                #expect(reading.missingReason == .notReported)
            }
        }
        script.pass(.milliseconds(1))
        #expect(script.sent.count == 1)
        script.pass(.seconds(7))
        _ = try script.waitFor([1099], maximumAge: .zero)
    }

    @Test func `looks are forced at most once a time to live, where nothing else is said`() throws {
        var script = try observed()
        script.pass(.milliseconds(1_999))
        _ = try script.answerNow([1031], maximumAge: .zero)
        script.change(to: EngineSettings(timeToLive: .seconds(1)))
        let forced = try script.waitFor([1031], maximumAge: .zero)
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[forced]?.readings[0].freshness == .live)
        script.change(to: EngineSettings(timeToLive: .seconds(20)))
        script.pass(.seconds(19))
        _ = try script.answerNow([1031], maximumAge: .zero)
    }
}
