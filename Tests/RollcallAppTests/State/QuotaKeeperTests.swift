import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct QuotaKeeperTests {
    private static let path = "/state/quota"
    private let fixture = StateFixture()
    private let quota = CallQuota(calls: 10, window: .seconds(3_600))

    private func record(_ times: [Int64]) -> QuotaRecord {
        let starts = times.map { seconds in
            QuotaRecord.Start(
                at: fixture.clock.now.wall.advanced(bySeconds: seconds),
                calls: 1
            )
        }
        return QuotaRecord(calls: starts, groupCalls: Array(starts.prefix(1)))
    }

    /// What of the quota a gateway that starts has left.
    private func left() throws -> Int? {
        let status = try fixture.status(quota: quota)
        fixture.quotaKeeper().restore(to: status, at: fixture.clock.now.wall)
        return status.gauges.quotaLeft
    }

    @Test func `calls count after a restart as before it`() throws {
        #expect(try left() == 10)
        fixture.quotaKeeper().keep(record([-30, -20, -10]))
        #expect(try left() == 7)
        fixture.clock.advance(3_575)
        #expect(try left() == 8)
        #expect(fixture.files.done == ["replace \(Self.path)", "overwrite \(Self.path)"])
        #expect(fixture.log.lines == [])
    }

    @Test(arguments: [
        "", "{", "rollcall state 1 1 0 00000000",
        String(repeating: "x", count: 131_072),
    ])
    func `a file that cannot be read counts as spent when it was written`(text: String) throws {
        fixture.files.files[Self.path] = Array(text.utf8)
        #expect(try left() == 0)
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("the quota counts as spent") == true)
        fixture.clock.advance(3_600)
        #expect(try left() == 10)
    }

    @Test(arguments: [
        "{}", #"{"calls":[[1]],"groupCalls":[]}"#, #"{"calls":[[1,0]],"groupCalls":[]}"#,
        #"{"calls":[[1,99999999999]],"groupCalls":[]}"#, #"{"calls":7,"groupCalls":[]}"#,
    ])
    func `so does a content that cannot be`(text: String) throws {
        let file = SlotFile(Self.path, slotSize: 64 << 10, fixture.files)
        try file.write([StateDocument.Section("quota", Array(text.utf8))])
        #expect(try left() == 0)
    }

    @Test func `so does a version that is not known, other sections are passed over`() throws {
        let file = SlotFile(Self.path, slotSize: 64 << 10, fixture.files)
        let known = StateDocument.Section("quota", QuotaDocument(record([-5])).bytes)
        try file.write([StateDocument.Section("leases", [1]), known])
        #expect(try left() == 9)
        try file.write([StateDocument.Section("quota", version: 2, known.content)])
        #expect(try left() == 0)
    }

    @Test func `the fullest record there can be fits`() throws {
        let start = QuotaRecord.Start(at: fixture.clock.now.wall, calls: 99_999)
        let starts = Array(repeating: start, count: 1_002)
        fixture.quotaKeeper().keep(QuotaRecord(calls: starts, groupCalls: starts))
        #expect(fixture.log.lines == [])
        #expect(try left() == 0)
    }

    @Test func `a disk that takes nothing is told once`() throws {
        fixture.files.failWriting(FileWriteTrouble(errorNumber: 28))
        let keeper = fixture.quotaKeeper()
        for _ in 0..<3 { keeper.keep(record([-1])) }
        #expect(fixture.log.lines.count == 1)
    }
}
