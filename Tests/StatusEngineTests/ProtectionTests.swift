import Roster
import Testing

@testable import StatusEngine

@Suite struct ProtectionTests {
    @Test func `what gathers behind a refused signature is answered, not sent`() throws {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let behind = try script.waitFor(2_000..<9_000)
        try script.fail(.unauthorized)
        let readings = try #require(script.answers[behind]).readings
        #expect(readings.allSatisfy { $0.missingReason == .trouble(.cmsLockedOut) })
        #expect(script.sent.count == 1)
    }

    @Test func `a dead CMS is tried a few times a minute, whatever the request rate`() throws {
        var script = Script()
        try script.prove(1031)
        let before = script.sent.count
        for _ in 0..<30_000 {
            _ = script.ask([1031])
            script.pass(.milliseconds(2))
            while !script.inFlight.isEmpty { try script.fail(.connectFailed) }
        }
        #expect((5...8).contains(script.sent.count - before))
    }

    @Test func `the answer during a pause says when to ask again`() throws {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.tooManyRequests, retryAfter: 7)
        let answer = try script.answerNow([1031])
        #expect(answer.retryAfter == 7)
        #expect(answer.readings[0].missingReason == .trouble(.cmsUnavailable))
        script.pass(.milliseconds(6_999))
        _ = try script.answerNow([1031])
        script.pass(.milliseconds(2))
        _ = try script.waitFor([1031])
    }

    @Test func `after failures one call probes, and its success opens the way`() throws {
        var script = Script()
        try script.prove()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.failTwice(.serverError)
        script.pass(.seconds(2))
        _ = try script.waitFor(10_000..<30_000)
        script.pass(.seconds(1))
        #expect(script.inFlight.count == 1)
        try script.succeed()
        #expect(script.events.contains(.recovered))
        #expect(script.inFlight.count == 3)
    }

    @Test func `calls that fail together pause once`() throws {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.tooManyRequests)
        script.pass(.seconds(2))
        try script.prove()
        _ = try script.waitFor(10_000..<30_000)
        script.pass(.milliseconds(20))
        #expect(script.inFlight.count == 4)
        while !script.inFlight.isEmpty { try script.fail(.tooManyRequests) }
        #expect(script.events.count { if case .paused = $0 { true } else { false } } == 2)
    }

    @Test func `a chunk refused for its ids puts these aside and leaves the rest alone`() throws {
        var script = Script()
        let refused = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.illegalParameter)
        #expect(script.answers[refused]?.readings[0].missingReason == .trouble(.cmsError))
        #expect(try script.answerNow([1031]).readings[0].missingReason == .trouble(.cmsError))
        _ = try script.waitFor([1099])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.map { $0.agents.map(\.number) } == [[1099]])
    }

    @Test func `an agent whose row cannot be read is missing for that, and asked for later`()
        throws
    {
        var script = Script()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let call = try script.takeCall()
        script.end(call, .success(StatusReport(reports: [], unreadable: call.agents)))
        #expect(script.answers[ticket]?.readings[0].missingReason == .trouble(.cmsMalformed))
        script.pass(.milliseconds(1_999))
        #expect(
            try script.answerNow([1031]).readings[0].missingReason == .trouble(.cmsMalformed)
        )
        script.pass(.milliseconds(1))
        _ = try script.waitFor([1031])
    }

    @Test func `a question is answered at its deadline with what there is`() throws {
        var script = Script()
        try script.prove(1031)
        script.pass(.milliseconds(1))
        let ticket = try script.waitFor([1031, 1099], wait: .milliseconds(300))
        script.pass(.milliseconds(299))
        #expect(script.answers[ticket] == nil)
        script.pass(.milliseconds(1))
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings[0].freshness == .cached)
        #expect(readings[1].missingReason == .trouble(.deadlineExceeded))
        try script.succeed()
        #expect(try script.answerNow([1099]).readings[0].freshness == .cached)
    }

    @Test func `a stale answer given at a deadline says so`() throws {
        var script = Script()
        try script.prove(1031)
        script.pass(.seconds(100))
        let ticket = try script.waitFor([1031], wait: .milliseconds(300))
        script.pass(.milliseconds(300))
        let reading = try #require(script.answers[ticket]).readings[0]
        #expect(reading.freshness == .stale(.deadlineExceeded))
    }

    @Test func `questions beyond the limit are turned away and hold nothing`() throws {
        var script = Script(EngineSettings(maximumWaitingQuestions: 2))
        _ = try script.waitFor([1001])
        _ = try script.waitFor([1002])
        #expect(try script.answerNow([1003]).readings[0].missingReason == .trouble(.overloaded))
        #expect(script.engine.agentCount == 2)
        script.pass(.milliseconds(1))
        try script.succeed()
        _ = try script.waitFor([1003])
    }

    @Test func `stopping answers all that wait and sends nothing more`() throws {
        var script = Script()
        let ticket = try script.waitFor(10_000..<22_001)
        script.pass(.milliseconds(1))
        script.shutDown()
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.allSatisfy { $0.missingReason == .trouble(.shuttingDown) })
        #expect(
            try script.answerNow([1099]).readings[0].missingReason == .trouble(.shuttingDown)
        )
        #expect(script.sent.count == 1)
    }
}
