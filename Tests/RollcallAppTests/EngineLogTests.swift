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

    @Test func `groups that are read as before are not told of again`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        var report = GroupRefreshReport()
        report.groups = 40
        for _ in 1...3 { engineLog.observe(.groupsRefreshed(vdn, .userGroups, report)) }
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.contains("groups.count=40") == true)
        report.failed = 1
        engineLog.observe(.groupsRefreshed(vdn, .userGroups, report))
        #expect(log.lines.count == 2)
        #expect(log.lines.last?.contains("groups.failed=1") == true)
    }

    @Test func `groups that vanish are told of, and a warning where none is left`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        var report = GroupRefreshReport()
        report.groups = 40
        for vanished in [0, 2, 2, 0, 40, 0] {
            report.vanished = vanished
            engineLog.observe(.groupsRefreshed(vdn, .userGroups, report))
        }
        let told = log.lines.filter { $0.contains("groups.vanished=") }
        #expect(log.lines.count == 4)
        #expect(told.map { $0.contains("warning") } == [false, false, true])
        #expect(told.last?.contains("groups.vanished=40") == true)
    }

    @Test func `groups that cannot be read get a line a minute for each source`() throws {
        let (engineLog, vdn) = (engineLog(), try vdn())
        for source in [Group.Source.userGroups, .skillQueues, .userGroups, .skillQueues] {
            engineLog.observe(.groupCallFailed(vdn, source, CallFailure(.noPermission)))
        }
        #expect(log.lines.count == 2)
        #expect(log.lines.first?.contains("group.source=userGroups") == true)
        #expect(log.lines.first?.contains("cms.failure.code=noPermission") == true)
    }

    @Test func `a source that is barred is an error that says what to do`() throws {
        let engineLog = engineLog()
        engineLog.observe(.groupSourceBarred(try vdn(), .userGroups))
        #expect(log.lines.first?.contains("error") == true)
        #expect(log.lines.first?.contains("switch it off") == true)
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
