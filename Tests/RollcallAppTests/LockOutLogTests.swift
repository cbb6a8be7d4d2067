import Logging
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct LockOutLogTests {
    private let log = RecordedLog()

    /// What the engine tells of one refused call.
    private func observe(_ failure: CallFailure, lockedOut: Bool = true) throws {
        let engineLog = EngineLog(log.logger(level: .info)) { Instant(nanoseconds: 0) }
        engineLog.observe(.callFailed(try #require(VDN(170)), failure))
        guard lockedOut else { return }
        let probeAt = Timestamp(milliseconds: 1_795_420_860_000)
        let record = LockOutRecord(step: 0, probeAt: probeAt, code: failure.code)
        engineLog.observe(.lockedOut(failure, record))
    }

    @Test func `a refused signature is one critical line that says what to do`() throws {
        try observe(CallFailure(.unauthorized))
        #expect(log.lines.count == 1)
        let line = log.lines.first ?? ""
        #expect(line.contains(" critical The CMS refused our signature; all calls are stopped"))
        #expect(line.contains("except one probe after 1, 2, 4 … 30 minutes."))
        #expect(line.contains("cms.next_probe=2026-11-23T08:01:00Z"))
        #expect(line.contains("cms.advice=\"check accessKey/secretKey; correct them and reload"))
    }

    @Test(
        arguments: [
            (754, "the CMS's clock is 754 s ahead of this machine's: check NTP"),
            (-3_600, "the CMS's clock is 3600 s behind this machine's: check NTP"),
            (61, "the CMS's clock is 61 s ahead of this machine's: check NTP"),
            (60, "check accessKey/secretKey"), (-60, "check accessKey/secretKey"),
            (0, "check accessKey/secretKey"),
        ] as [(Int64, String)]
    )
    func `clocks that differ by more than a minute are named, others are not`(
        skew: Int64,
        advice: String
    ) throws {
        try observe(CallFailure(.unauthorized, clockSkew: skew))
        #expect(log.lines.first?.contains(advice) == true)
        #expect(log.lines.first?.contains("cms.clock_skew_s=\(skew)") == true)
    }

    @Test func `a locked address is told apart`() throws {
        try observe(CallFailure(.addressLocked))
        #expect(log.lines.count == 1)
        let line = log.lines.first ?? ""
        #expect(line.contains(" critical The CMS has locked our address; all calls are stopped"))
        #expect(line.contains("have the address unlocked"))
    }

    @Test func `a 403 that repeats is not told as a refused signature`() throws {
        let engineLog = EngineLog(log.logger(level: .info)) { Instant(nanoseconds: 0) }
        let record = LockOutRecord(step: 0, probeAt: Timestamp(milliseconds: 0), code: .forbidden)
        engineLog.observe(.lockedOut(CallFailure(.forbidden), record))
        let line = log.lines.first ?? ""
        #expect(line.contains(" critical Calls to the CMS are repeatedly forbidden"))
        #expect(line.contains("to allow our address"))
    }

    @Test func `changed credentials are not told as calls that are taken`() {
        let engineLog = EngineLog(log.logger(level: .info)) { Instant(nanoseconds: 0) }
        engineLog.observe(.lockOutLifted)
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("accepts") == false)
        #expect(log.lines.first?.contains("one call tries the new ones") == true)
    }

    @Test func `a firewall's 403 is a line of its own and no lock-out`() throws {
        try observe(CallFailure(.forbidden), lockedOut: false)
        #expect(log.lines.count == 1)
        let line = log.lines.first ?? ""
        #expect(line.contains(" warning A firewall or proxy in front of the CMS refused a call"))
    }
}
