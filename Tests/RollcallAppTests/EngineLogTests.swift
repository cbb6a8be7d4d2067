import Logging
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import RollcallApp

struct EngineLogTests {
    private final class Hand: Sendable {
        let seconds = Mutex<Int64>(0)
        var now: Instant { Instant(nanoseconds: seconds.withLock { $0 } * 1_000_000_000) }
        func advance(_ step: Int64) { seconds.withLock { $0 += step } }
    }

    private let log = RecordedLog()
    private let hand = Hand()

    private func engineLog() -> EngineLog {
        EngineLog(log.logger(level: .info)) { [hand] in hand.now }
    }

    private func vdn() throws -> VDN { try #require(VDN(170)) }

    @Test func `a CMS that stays down gets a line a minute and not one a call`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        for _ in 0..<1_000 { engineLog.observe(.callFailed(vdn, CallFailure(.timedOut))) }
        #expect(log.lines.count == 1)
        hand.advance(60)
        engineLog.observe(.callFailed(vdn, CallFailure(.timedOut)))
        #expect(log.lines.count == 2)
        #expect(log.lines.last?.contains("log.suppressed=999") == true)
    }

    @Test func `another kind of failure is told at once`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        engineLog.observe(.callFailed(vdn, CallFailure(.timedOut)))
        engineLog.observe(.callFailed(vdn, CallFailure(.connectFailed, detail: "refused")))
        #expect(log.lines.count == 2)
        #expect(log.lines.last?.contains("cms.failure.code=connectFailed") == true)
        #expect(log.lines.last?.contains("cms.failure.detail=refused") == true)
    }

    @Test func `after a recovery the next failure is told at once`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        engineLog.observe(.callFailed(vdn, CallFailure(.timedOut)))
        engineLog.observe(.recovered)
        engineLog.observe(.callFailed(vdn, CallFailure(.timedOut)))
        #expect(log.lines.count == 3)
    }

    @Test func `overload is told once a minute`() {
        let engineLog = engineLog()
        for _ in 0..<500 { engineLog.observe(.overloaded) }
        #expect(log.lines.count == 1)
    }

    @Test func `calls that succeed are not told at the usual level`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        engineLog.observe(.callStarted(vdn, ids: 6_000, toppedUp: 10, .ordinary))
        engineLog.observe(.callSucceeded(vdn, ids: 6_000, notReported: 0, foreignRows: 0))
        #expect(log.lines == [])
    }
}
