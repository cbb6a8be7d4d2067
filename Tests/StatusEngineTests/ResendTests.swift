import Roster
import Testing

@testable import StatusEngine

/// Calls whose reused connection ended before a byte of the answer.
@Suite struct ResendTests {
    @Test func `such a call is sent once more at once, and nobody is paused for it`() throws {
        var script = Script()
        try script.prove()
        let ticket = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(20))
        let first = try #require(script.inFlight.first)
        try script.fail(.reusedConnectionEnded)
        let second = try #require(script.inFlight.first)
        #expect(second.isResent && !first.isResent)
        #expect(second.agents == first.agents && second.endpoint == first.endpoint)
        #expect(second.id != first.id)
        #expect(script.engine.callsInFlight == 1)
        #expect(script.answers[ticket] == nil)
        try script.succeed()
        #expect(script.answers[ticket]?.readings.allSatisfy { $0.freshness == .live } == true)
        #expect(!script.hasPaused)
        let resent = CallFailure(.reusedConnectionEnded)
        #expect(script.events.contains(.callResent(Script.vdn, resent)))
        #expect(!script.events.contains(.callFailed(Script.vdn, resent)))
        #expect(script.kinds.last == .resend)
    }

    @Test func `forty such calls in a row cost no pause and no error`() throws {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        try script.prove()
        for round in 0..<40 {
            let ticket = try script.waitFor([1_000 + round])
            script.pass(.milliseconds(20))
            try script.fail(.reusedConnectionEnded)
            try script.succeed()
            #expect(script.answers[ticket]?.readings[0].freshness == .live)
        }
        #expect(!script.hasPaused)
        #expect(script.sent.count == 81)
    }

    @Test func `what fails again counts as a lost connection does, and is sent once more no more`()
        throws
    {
        var script = Script()
        try script.prove()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.reusedConnectionEnded)
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.isEmpty)
        script.pass(.milliseconds(250))
        #expect(script.kinds.last == .retry)
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.isEmpty)
        #expect(script.answers[ticket]?.readings[0].missingReason == .trouble(.cmsUnavailable))
        #expect(script.hasPaused)
        #expect(script.kinds.count { $0 == .resend } == 1)
    }

    @Test func `once there is news of the ids they may be sent once more again`() throws {
        var script = Script()
        try script.prove()
        for _ in 0..<3 {
            _ = try script.waitFor([1031], maximumAge: .zero)
            script.pass(.milliseconds(20))
            try script.fail(.reusedConnectionEnded)
            try script.succeed()
            script.pass(.seconds(3))
        }
        #expect(script.kinds.count { $0 == .resend } == 3)
    }

    @Test func `while the credentials are unproven nothing is sent once more`() throws {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.isEmpty)
        var changed = Script()
        try changed.prove()
        _ = try changed.waitFor([1031])
        changed.pass(.milliseconds(20))
        changed.changeCredentials()
        try changed.fail(.reusedConnectionEnded)
        #expect(changed.inFlight.isEmpty)
    }

    @Test func `in a lock-out nothing is sent once more, not even the probe`() throws {
        for code in [CallFailure.Code.unauthorized, .addressLocked] {
            var script = Script()
            try script.prove()
            _ = try script.waitFor([1031])
            script.pass(.milliseconds(20))
            _ = try script.waitFor([1099])
            script.pass(.milliseconds(20))
            try #require(script.inFlight.count == 2)
            try script.fail(code)
            try script.fail(.reusedConnectionEnded)
            #expect(script.inFlight.isEmpty)
            script.pass(.seconds(61))
            _ = try script.waitFor([1031])
            script.pass(.milliseconds(20))
            try script.fail(.reusedConnectionEnded)
            #expect(script.inFlight.isEmpty)
            script.pass(.seconds(59))
            #expect(script.ask([1031]).isAnswered)
        }
    }

    @Test func `where the quota allows no call now nothing is sent once more`() throws {
        var settings = EngineSettings()
        settings.callQuota = CallQuota(calls: 2, window: .seconds(1))
        var script = Script(settings)
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.isEmpty)
        script.pass(.seconds(1))
        #expect(script.kinds.last == .retry)
        #expect(script.sent.count == 3)
    }

    @Test func `a call sent once more counts in the quota`() throws {
        var settings = EngineSettings()
        settings.callQuota = CallQuota(calls: 3, window: .seconds(10))
        var script = Script(settings)
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.reusedConnectionEnded)
        try script.succeed()
        _ = try script.waitFor([1099])
        script.pass(.seconds(4))
        #expect(script.sent.count == 3)
    }

    @Test func `it goes to the base URL the first one went to`() throws {
        var settings = EngineSettings()
        settings.endpoints = 2
        settings.failbackInterval = .seconds(30)
        var script = Script(settings)
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.connectFailed)
        script.pass(.milliseconds(250))
        #expect(script.inFlight.map(\.endpoint) == [1])
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.map(\.endpoint) == [1])
        #expect(script.inFlight.map(\.isResent) == [true])
    }

    @Test func `a probe after a pause is sent once more too`() throws {
        var script = Script()
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.failTwice(.timedOut)
        #expect(script.hasPaused)
        script.pass(.seconds(30))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(.reusedConnectionEnded)
        #expect(script.inFlight.map(\.isResent) == [true])
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
        #expect(script.events.contains(.recovered))
    }

    @Test func `at a stop nothing is sent once more`() throws {
        var script = Script()
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        let call = try script.takeCall()
        script.shutDown()
        script.end(call, .failure(CallFailure(.reusedConnectionEnded)))
        #expect(script.inFlight.isEmpty)
    }
}

extension Script {
    /// Whether calls stopped for a while because some failed.
    fileprivate var hasPaused: Bool {
        events.contains { if case .paused = $0 { true } else { false } }
    }

    /// The kinds of the calls that left.
    fileprivate var kinds: [CallKind] {
        events.compactMap { event in
            if case .callStarted(_, _, _, let kind) = event { kind } else { nil }
        }
    }
}

extension Asked {
    /// Whether the answer was there at once.
    fileprivate var isAnswered: Bool {
        if case .answered = self { true } else { false }
    }
}
