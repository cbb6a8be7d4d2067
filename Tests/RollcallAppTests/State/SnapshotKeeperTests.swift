import CMS
import Foundation
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
        #expect(line.contains("The snapshot from before the restart was restored."))
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
        ("rollcall state 9 ", "is no snapshot"),
        ("rollcall state 9 0 0 00000000\n", "is of a version that is not known"),
        ("ROLLCALL", "is shorter or longer than it says"),
    ])
    func `the log names the reason once`(beginning: String, reason: String) throws {
        fixture.files.files[Self.path] = Array(beginning.utf8) + Array(repeating: 0, count: 32)
        try fixture.snapshotKeeper(fixture.status()).restore()
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("state.reason=\"\(reason)\"") == true)
        #expect(fixture.log.lines.first?.contains("state.kept_as=\(Self.refused)") == true)
    }

    @Test func `a snapshot in the format before is taken in, its groups included`() throws {
        // Written by a gateway of before there were sections, at 2026-11-29T19:07:02Z.
        let base64 = """
            Uk9MTENBTEwCAgAAAAAAAACqAOgDAABlAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAALpTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGAN
            bSeiAQAA/x60KKIBAAD/HrQoogEAAKoA6QMAAH0AAQAAAAAAAAAKAAAAEQAAAAAAAAAAAAAAGgAAAAAAAAAYAAAAAAAAAOiR8iai
            AQAAYLazKKIBAAD/HrQoogEAAP8etCiiAQAAAQCqAAEBAAIAAAAeAAAAMTg5NzQ5NjI3NTA2NTQ4OTE4MzgwOTI0NDgwNjgzBwAA
            AGdyb3VwLTFXG7QoogEAAAEAAADoAwAA6gMAAB4AAAAyODU2MTQ3NTQ4NzAxNDM2MDI4MTQ3NTIzMDAzNTUHAAAAZ3JvdXAtMlsb
            tCiiAQAAAQAAAOsDAADtAwAAAQYAAADoAwAACgAAAEFubmEgTWV5ZXLpAwAADAAAAFl1c3VmIERpYWxsb+oDAAAJAAAAUGFvbG8g
            S2lt6wMAAAoAAABXZWkgSGFuc2Vu7AMAAA0AAABOYWRpYSBHYXJjw61h7QMAAAoAAABLb2ZpIFNtaXRoHRpumONVANKaLmS8QMBT
            Er/NYrVYShrenS3JX4y2ZVS0ftIv
            """
        let data = try #require(Data(base64Encoded: base64, options: .ignoreUnknownCharacters))
        let cms = CMSSettings(
            baseURLs: [try BaseURL(parsing: "http://127.0.0.1:28099")],
            ccID: 1,
            credentials: Credentials(accessKey: "AK", secretKey: "another")
        )
        let file = SnapshotFile(origin: cms.originFingerprint)
        let snapshot = try file.snapshot(Array(data))
        #expect(snapshot.entries.map(\.id.number) == [1_000, 1_001])
        #expect(snapshot.entries.compactMap(\.agent).map(\.report.stateCode) == [0, 1])
        let vdn = try #require(VDN(170))
        let learnt = try #require(snapshot.groups[vdn])
        #expect(learnt.groups[.userGroups]?.map(\.name) == ["group-1", "group-2"])
        #expect(learnt.names?.all.count == 6)
        #expect(try file.snapshot(file.bytes(of: snapshot)) == snapshot)
        #expect(throws: SnapshotFile.Refusal.self) { try file.snapshot(Array(data.dropLast())) }
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
        let told = fixture.log.lines.filter { $0.contains("could not be saved") }
        #expect(told.count == 1)
        #expect(told.first?.contains("is on a disk that is read-only") == true)
    }
}
