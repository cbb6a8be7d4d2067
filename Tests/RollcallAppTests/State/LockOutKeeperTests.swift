import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct LockOutKeeperTests {
    private static let path = "/state/lockout.json"
    private let fixture = StateFixture()
    private let record = LockOutRecord(
        step: 2,
        probeAt: Timestamp(milliseconds: 1_795_421_040_000),
        code: .addressLocked
    )

    private var lockedOut: EngineEvent { .lockedOut(CallFailure(record.code), record) }

    @Test func `a lock-out outlives a restart with the same credentials`() throws {
        try fixture.lockOutKeeper().observe(lockedOut)
        #expect(try fixture.lockOutKeeper().restored() == record)
        #expect(fixture.log.lines.count == 1)
        let line = fixture.log.lines.first ?? ""
        #expect(line.contains(" critical All calls to the CMS stay stopped"))
        #expect(line.contains("cms.next_probe=2026-11-23T08:04:00Z"))
        #expect(fixture.files.files[Self.path] != nil)
    }

    @Test func `with other credentials it ends, and its file is removed`() throws {
        try fixture.lockOutKeeper().observe(lockedOut)
        #expect(try fixture.lockOutKeeper(secret: "put right").restored() == nil)
        #expect(fixture.files.files == [:])
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("others than those the CMS refused") == true)
    }

    @Test func `the file is there when the observer returns, and gone after the lock-out`() throws {
        let keeper = try fixture.lockOutKeeper()
        keeper.observe(lockedOut)
        #expect(fixture.files.done == ["replace \(Self.path)"])
        keeper.observe(.unlocked)
        #expect(fixture.files.files == [:])
        #expect(try fixture.lockOutKeeper().restored() == nil)
        #expect(fixture.log.lines == [])
    }

    @Test func `the secret is not in the file`() throws {
        try fixture.lockOutKeeper(secret: "a-secret-to-be-found").observe(lockedOut)
        let text = String(decoding: fixture.files.files[Self.path] ?? [], as: UTF8.self)
        #expect(!text.contains("a-secret-to-be-found"))
        #expect(text.contains("\"salt\" : \"0102ff\""))
    }

    @Test func `other events leave the file alone`() throws {
        let keeper = try fixture.lockOutKeeper()
        for event in [EngineEvent.recovered, .paused(.seconds(1)), .overloaded] {
            keeper.observe(event)
        }
        #expect(fixture.files.done == [])
    }

    @Test(arguments: [
        "", "{", "{}", "[1]", "null",
        #"{"version":2,"step":0,"probeAt":1,"code":"unauthorized","salt":"00","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"timedOut","salt":"00","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"unauthorized","salt":"0","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"unauthorized","salt":"zz","credentials":""}"#,
    ])
    func `a damaged file is told, removed and otherwise ignored`(text: String) throws {
        fixture.files.files[Self.path] = Array(text.utf8)
        #expect(try fixture.lockOutKeeper().restored() == nil)
        #expect(fixture.files.files == [:])
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("state.reason=\"is damaged\"") == true)
    }

    @Test func `a file that is too large is not read`() throws {
        fixture.files.files[Self.path] = Array(repeating: 0x20, count: 5_000)
        #expect(try fixture.lockOutKeeper().restored() == nil)
        #expect(fixture.log.lines.first?.contains("is larger than 4KiB") == true)
    }

    @Test func `a disk that takes nothing is told once, and again after it took something`() throws
    {
        let keeper = try fixture.lockOutKeeper()
        fixture.files.failWriting(FileWriteTrouble(errorNumber: 28))
        keeper.observe(lockedOut)
        keeper.observe(lockedOut)
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("does not fit on the disk") == true)
        fixture.files.failWriting(nil)
        keeper.observe(lockedOut)
        fixture.files.failWriting(FileWriteTrouble(errorNumber: 13))
        keeper.observe(.unlocked)
        #expect(fixture.log.lines.count == 2)
    }
}
