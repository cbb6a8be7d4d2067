import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct SnapshotKeeperTests {
    private static let path = "/state/snapshot"
    private static let refused = "/state/snapshot.refused"
    private let fixture = StateFixture()

    /// Writes a snapshot of so many agents.
    private func write(agents: Int) throws {
        let status = try fixture.status()
        _ = status.restore(try fixture.snapshot(agents: agents))
        try fixture.snapshotKeeper(status).save()
    }

    @Test func `what was known is known again, and the log says how much`() throws {
        try write(agents: 3)
        fixture.clock.advance(7)
        let status = try fixture.status()
        try fixture.snapshotKeeper(status).restore()
        #expect(status.snapshot().entries.count == 3)
        #expect(try status.snapshot() == fixture.snapshot(agents: 3))
        let line = fixture.log.lines.last ?? ""
        #expect(line.contains("The snapshot of before the restart was taken in."))
        #expect(line.contains("snapshot.agents=3 snapshot.left_aside=0"))
    }

    @Test func `what is too old to be shown is left aside`() throws {
        try write(agents: 3)
        fixture.clock.advance(3_600)
        let status = try fixture.status()
        try fixture.snapshotKeeper(status).restore()
        #expect(status.gauges.agents == 0)
        #expect(fixture.log.lines.last?.contains("snapshot.left_aside=3") == true)
    }

    @Test func `without a file rollcall begins with nothing`() throws {
        let status = try fixture.status()
        try fixture.snapshotKeeper(status).restore()
        #expect(status.gauges.agents == 0)
        #expect(fixture.files.done == [])
    }

    @Test func `any damaged byte refuses the whole, which is kept aside`() throws {
        try write(agents: 2)
        let bytes = try #require(fixture.files.files[Self.path])
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x10
            fixture.files.files = [Self.path: damaged]
            let status = try fixture.status()
            try fixture.snapshotKeeper(status).restore()
            #expect(status.gauges.agents == 0)
            #expect(fixture.files.files == [Self.refused: damaged])
        }
    }

    @Test func `a file cut off anywhere is refused`() throws {
        try write(agents: 2)
        let bytes = try #require(fixture.files.files[Self.path])
        for length in bytes.indices {
            fixture.files.files = [Self.path: Array(bytes[..<length])]
            let status = try fixture.status()
            try fixture.snapshotKeeper(status).restore()
            #expect(status.gauges.agents == 0)
        }
    }

    @Test(arguments: [
        ("ROLLCALM", "is no snapshot"), ("", "is no snapshot"),
        ("ROLLCALL", "is shorter or longer than it says"),
    ])
    func `the log names the reason once`(beginning: String, reason: String) throws {
        fixture.files.files[Self.path] = Array(beginning.utf8) + Array(repeating: 0, count: 32)
        try fixture.snapshotKeeper(fixture.status()).restore()
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("state.reason=\"\(reason)\"") == true)
        #expect(fixture.log.lines.first?.contains("state.kept_as=\(Self.refused)") == true)
    }

    @Test func `a snapshot of another contact centre is refused`() throws {
        try write(agents: 2)
        let status = try fixture.status()
        try fixture.snapshotKeeper(status, ccID: 2).restore()
        #expect(status.gauges.agents == 0)
        let line = fixture.log.lines.last ?? ""
        #expect(line.contains("state.reason=\"tells of another CMS or contact centre\""))
    }

    @Test func `a file that may not be read is refused without a crash`() throws {
        fixture.files.failReading(.notReadable)
        fixture.files.failWriting(FileWriteTrouble(errorNumber: 13))
        let status = try fixture.status()
        try fixture.snapshotKeeper(status).restore()
        #expect(status.gauges.agents == 0)
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("state.not_kept=") == true)
    }

    @Test func `a disk that takes nothing is told once, and the last snapshot stands`() throws {
        let keeper = try fixture.snapshotKeeper(fixture.status())
        keeper.save()
        let written = keeper.written
        fixture.clock.advance(60)
        fixture.files.failWriting(FileWriteTrouble(errorNumber: 30))
        for _ in 0..<3 { keeper.save() }
        #expect(keeper.written == written)
        let told = fixture.log.lines.filter { $0.contains("could not be written") }
        #expect(told.count == 1)
        #expect(told.first?.contains("is on a disk that is read-only") == true)
    }
}
