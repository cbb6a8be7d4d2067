import Roster
import Testing

@testable import StatusEngine

@Suite struct RetryTests {
    @Test func `a call that failed once is sent again, and its askers never know`() throws {
        var script = Script()
        try script.prove()
        let ticket = try script.waitFor(2_000..<2_100)
        script.pass(.milliseconds(20))
        try script.fail(.connectionLost)
        #expect(script.answers[ticket] == nil)
        script.pass(.milliseconds(250))
        #expect(script.inFlight.map(\.agents.count) == [101])
        try script.succeed()
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.allSatisfy { $0.freshness == .live })
    }

    @Test(arguments: [
        CallFailure.Code.tlsFailed, .forbidden, .tooManyRequests, .wrongHost, .malformedBody,
        .bodyTooLarge, .needsNewerCTI, .noPermission, .unknownResultCode,
    ])
    func `what a retry cannot help is not retried`(code: CallFailure.Code) throws {
        var script = Script()
        try script.prove()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(20))
        try script.fail(code)
        #expect(script.answers[ticket] != nil)
        script.pass(.milliseconds(250))
        #expect(script.inFlight.isEmpty)
    }

    @Test func `while one call waits for its retry, another that no retry can help is given up`()
        throws
    {
        var settings = EngineSettings(staleWhileRevalidate: .zero)
        settings.maximumIDsPerCall = 1
        var script = Script(settings)
        for _ in 0..<30 {
            _ = try script.waitFor([1001])
            script.pass(.milliseconds(1))
            try script.succeed()
            script.pass(.seconds(2))
        }
        let retried = try script.waitFor([1002])
        let given = try script.waitFor([1003])
        #expect(script.inFlight.count == 2)
        try script.fail(.connectionLost)
        try script.fail(.tlsFailed)
        #expect(script.answers[given]?.readings[0].missingReason == .trouble(.cmsUnavailable))
        #expect(script.answers[retried] == nil)
    }

    @Test func `retries stay within a tenth of the calls`() throws {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        try script.prove()
        for round in 0..<500 {
            _ = try script.waitFor([1_000 + round])
            script.pass(.milliseconds(50))
            try script.fail(.connectionLost)
            script.pass(.seconds(2))
            if script.inFlight.isEmpty { _ = try script.waitFor([1_000 + round]) }
            script.pass(.milliseconds(50))
            try script.succeed()
            script.pass(.seconds(1))
        }
        let retries = script.events.count { event in
            if case .callStarted(_, _, _, .retry) = event { true } else { false }
        }
        #expect(retries > 20)
        #expect(retries <= 1 + script.sent.count / 10)
    }

    @Test func `a retry that would come too late for its askers is not sent`() throws {
        var script = Script()
        try script.prove()
        let ticket = try script.waitFor([1031], wait: .milliseconds(200))
        script.pass(.milliseconds(190))
        try script.fail(.connectionLost)
        script.pass(.milliseconds(250))
        #expect(script.answers[ticket]?.readings[0].agent == nil)
        #expect(script.inFlight.isEmpty)
    }

    @Test func `who cannot wait for a call is answered at once, and it leaves for the next`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1001])
        script.pass(.milliseconds(200))
        try script.succeed()
        script.pass(.seconds(4))
        for wait in [.zero, .milliseconds(100)] as [Duration] {
            guard case .answered(let answer) = script.ask([1031], wait: wait) else {
                throw Unexpected("has to wait")
            }
            #expect(answer.readings[0].missingReason == .trouble(.deadlineExceeded))
        }
        script.pass(.milliseconds(200))
        try script.succeed()
        #expect(try script.answerNow([1031]).readings[0].freshness == .cached)
        #expect(script.sent.count == 2)
    }

    @Test func `a call that can no longer be done in the time left is not started`() throws {
        var script = Script(EngineSettings(maximumConcurrentCalls: 1))
        try script.prove()
        let slow = try script.waitFor([1001])
        script.pass(.milliseconds(200))
        try script.succeed()
        #expect(script.answers[slow] != nil)
        _ = try script.waitFor([1002])
        script.pass(.milliseconds(20))
        let ticket = try script.waitFor([1031], wait: .milliseconds(250))
        script.pass(.milliseconds(240))
        try script.succeed()
        let reading = try #require(script.answers[ticket]).readings[0]
        #expect(reading.missingReason == .trouble(.deadlineExceeded))
        script.pass(.milliseconds(20))
        #expect(script.inFlight.isEmpty)
    }

    @Test func `a patient asker keeps a call worth starting that an impatient one gave up`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1001])
        script.pass(.milliseconds(200))
        try script.succeed()
        _ = try script.waitFor([1031], wait: .microseconds(199_600))
        let patient = try script.waitFor([1031])
        script.pass(.milliseconds(2))
        #expect(script.sent.count == 2)
        try script.succeed()
        #expect(script.answers[patient]?.readings[0].freshness == .live)
    }

    @Test func `no sliding window exceeds the quota`() throws {
        var settings = EngineSettings(timeToLive: .milliseconds(10), staleWhileRevalidate: .zero)
        settings.callQuota = CallQuota(calls: 3, window: .seconds(1))
        var script = Script(settings)
        var starts: [Instant] = []
        for tick in 0..<5_000 {
            _ = script.ask([1_000 + tick % 50])
            let before = script.sent.count
            script.pass(.milliseconds(1))
            starts += Array(repeating: script.now.instant, count: script.sent.count - before)
            while !script.inFlight.isEmpty { try script.succeed() }
        }
        #expect(starts.count == 15)
        for (earlier, later) in zip(starts, starts.dropFirst(3)) {
            #expect(later - earlier >= .milliseconds(999))
        }
    }

    @Test func `what waits for the quota gathers and shares the next call`() throws {
        var settings = EngineSettings()
        settings.callQuota = CallQuota(calls: 1, window: .seconds(2))
        var script = Script(settings)
        try script.prove()
        let tickets = try (0..<50).map { try script.waitFor([2_000 + $0]) }
        script.pass(.seconds(2))
        #expect(script.inFlight.count == 1)
        try script.succeed()
        #expect(tickets.allSatisfy { script.answers[$0] != nil })
    }
}
