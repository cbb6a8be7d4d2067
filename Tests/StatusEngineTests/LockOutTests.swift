import Roster
import Testing

@testable import StatusEngine

@Suite struct LockOutTests {
    /// A script whose first call was refused for its signature.
    private func lockedOut(_ code: CallFailure.Code = .unauthorized) throws -> Script {
        var script = Script()
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(code)
        return script
    }

    @Test(arguments: [CallFailure.Code.unauthorized, .addressLocked])
    func `a refused signature or address stops all calls`(code: CallFailure.Code) throws {
        var script = try lockedOut(code)
        for _ in 0..<600 {
            let answer = try script.answerNow([1031, 1099])
            #expect(answer.readings[1].missingReason == .trouble(.cmsLockedOut))
            #expect((1...60).contains(try #require(answer.retryAfter)))
            script.pass(.milliseconds(99))
        }
        #expect(script.sent.count == 1)
    }

    @Test func `one probe leaves a step, and the steps go from 1 to 30 minutes`() throws {
        var script = try lockedOut()
        var probes: [Int64] = []
        for second in 0..<(3_600 * 3) {
            _ = script.ask([1031])
            script.pass(.seconds(1))
            guard !script.inFlight.isEmpty else { continue }
            probes.append(Int64(second))
            try script.fail(.unauthorized)
        }
        let gaps = zip(probes.dropFirst(), probes).map { Int(($0 - $1 + 30) / 60) }
        #expect(gaps.prefix(6) == [2, 4, 8, 16, 30, 30])
    }

    @Test func `a probe that succeeds ends it`() throws {
        var script = try lockedOut()
        script.pass(.seconds(60))
        _ = try script.waitFor(10_000..<30_000)
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1, "a probe goes alone")
        try script.succeed()
        #expect(script.events.contains(.unlocked))
        #expect(script.engine.lockOutRecord(at: script.now) == nil)
    }

    @Test func `a probe that fails otherwise waits for its step once more`() throws {
        var script = try lockedOut()
        var probes: [Int64] = []
        for second in 0..<400 {
            _ = script.ask([1031])
            script.pass(.seconds(1))
            guard !script.inFlight.isEmpty else { continue }
            probes.append(Int64(second))
            try script.fail(.connectFailed)
        }
        let gaps = zip(probes.dropFirst(), probes).map { $0 - $1 }
        #expect(gaps.allSatisfy { (60...62).contains($0) })
        #expect(gaps.count >= 4)
        #expect(script.engine.lockOutRecord(at: script.now)?.step == 0)
        #expect(
            try script.answerNow([1031]).readings[0].missingReason == .trouble(.cmsLockedOut)
        )
    }

    @Test func `during a lock-out any 403 goes to the next step`() throws {
        var script = try lockedOut()
        script.pass(.seconds(60))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.forbidden)
        #expect(script.engine.lockOutRecord(at: script.now)?.step == 1)
    }

    @Test func `the third 403 of a firewall in a row is taken for a lock-out`() throws {
        var script = Script()
        for _ in 0..<3 {
            #expect(script.engine.lockOutRecord(at: script.now) == nil)
            _ = try script.waitFor([1031])
            script.pass(.milliseconds(1))
            try script.fail(.forbidden)
            script.pass(.seconds(10))
        }
        #expect(script.engine.lockOutRecord(at: script.now)?.code == .forbidden)
        #expect(
            try script.answerNow([1031]).readings[0].missingReason == .trouble(.cmsLockedOut)
        )
    }

    @Test func `a 403 after two other pauses is no lock-out, the third 403 is`() throws {
        var script = Script()
        let codes: [CallFailure.Code] = [
            .tlsFailed, .tooManyRequests, .forbidden, .tlsFailed, .forbidden, .tooManyRequests,
        ]
        for code in codes {
            _ = try script.waitFor([1031])
            script.pass(.milliseconds(1))
            try script.fail(code)
            #expect(script.engine.lockOutRecord(at: script.now) == nil)
            script.pass(.seconds(60))
        }
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.forbidden)
        #expect(script.engine.lockOutRecord(at: script.now)?.code == .forbidden)
    }

    @Test func `other credentials lift it, and nobody is told that calls are taken`() throws {
        var script = try lockedOut()
        script.changeCredentials()
        #expect(script.events.contains(.lockOutLifted))
        #expect(!script.events.contains(.unlocked))
        _ = try script.waitFor([1031])
    }

    @Test func `it shows what it knows within stale-if-error`() throws {
        var script = Script()
        try script.prove(1031)
        script.pass(.seconds(100))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.addressLocked)
        script.pass(.seconds(50))
        let reading = try script.answerNow([1031]).readings[0]
        #expect(reading.freshness == .stale(.cmsLockedOut))
    }

    @Test func `a restart does not reset it`() throws {
        var script = try lockedOut()
        script.pass(.seconds(20))
        let record = try #require(script.engine.lockOutRecord(at: script.now))
        var restarted = Script()
        restarted.restore(record, wallLater: .seconds(25))
        #expect(
            try restarted.answerNow([1031]).readings[0].missingReason == .trouble(.cmsLockedOut)
        )
        restarted.pass(.seconds(36))
        _ = try restarted.waitFor([1031])
        restarted.pass(.milliseconds(1))
        try restarted.fail(.unauthorized)
        #expect(restarted.engine.lockOutRecord(at: restarted.now)?.step == 1)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, Int64.max])
    func `a record with a strange time puts a probe off for half an hour at most`(
        milliseconds: Int64
    ) throws {
        var script = Script()
        let record = LockOutRecord(
            step: .max,
            probeAt: Timestamp(milliseconds: milliseconds),
            code: .unauthorized
        )
        script.restore(record, wallLater: .zero)
        script.pass(.seconds(1_800))
        _ = try script.waitFor([1031])
    }
}
