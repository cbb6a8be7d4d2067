import CMS
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct LockOutKeeperTests {
    private static let path = "/state/lockout"
    private let fixture = StateFixture()
    private let record = LockOutRecord(
        step: 2,
        probeAt: Timestamp(milliseconds: 1_795_421_040_000),
        code: .addressLocked
    )

    private var lockedOut: EngineEvent { .lockedOut(CallFailure(record.code), record) }

    private var now: Timestamp { fixture.clock.now.wall }

    /// What a gateway that starts finds.
    private func restored(secret: String = "sk-of-the-fixture") throws -> LockOutRecord? {
        try fixture.lockOutKeeper(secret: secret).restored(at: now)
    }

    @Test(arguments: [CallFailure.Code.unauthorized, .addressLocked, .forbidden])
    func `a lock-out outlives a restart with the same credentials, whatever brought it about`(
        code: CallFailure.Code
    ) throws {
        var record = record
        record.code = code
        try fixture.lockOutKeeper().observe(.lockedOut(CallFailure(code), record))
        for _ in 0..<2 { #expect(try restored() == record) }
        #expect(fixture.log.lines.count == 2)
        let line = fixture.log.lines.first ?? ""
        #expect(line.contains(" critical All calls to the CMS stay stopped"))
        #expect(line.contains("and reload rollcall."))
        #expect(line.contains("cms.next_probe=2026-11-23T08:04:00Z"))
    }

    @Test func `every code that can lock out is read again`() throws {
        for code in CallFailure.Code.allCases where code.canLockOut {
            var record = record
            record.code = code
            let document = LockOutDocument(record, salt: [1], fingerprint: [2])
            #expect(LockOutDocument(bytes: document.bytes)?.record == record)
        }
    }

    @Test func `with other credentials it ends, for good`() throws {
        try fixture.lockOutKeeper().observe(lockedOut)
        #expect(try restored(secret: "put right") == nil)
        #expect(fixture.log.lines.count == 1)
        #expect(fixture.log.lines.first?.contains("differ from those the CMS refused") == true)
        #expect(try restored() == nil)
    }

    @Test(arguments: [EngineEvent.unlocked, .lockOutLifted])
    func `it is written when the observer returns, and so is its end`(end: EngineEvent) throws {
        #expect(try restored() == nil)
        let keeper = try fixture.lockOutKeeper()
        keeper.observe(lockedOut)
        #expect(fixture.files.done == ["replace \(Self.path)", "overwrite \(Self.path)"])
        keeper.observe(end)
        #expect(fixture.files.done.count == 3)
        #expect(try restored() == nil)
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

    /// What was found means waiting for a minute, and the next restart does not begin it anew.
    private func expectWaiting(because reason: String) throws {
        let record = try #require(try restored())
        #expect(record.step == 0)
        #expect(record.probeAt.milliseconds == now.milliseconds + 60_000)
        let line = fixture.log.lines.last ?? ""
        #expect(line.contains(" critical The lock-out file cannot be read"))
        #expect(line.contains("state.reason=\"\(reason)"))
        fixture.clock.advance(10)
        #expect(try restored() == record)
    }

    @Test(arguments: [
        "", "{", "rollcall state", #"{"version":1,"step":0}"#, String(repeating: "x", count: 8_192),
    ])
    func `a file that cannot be read means waiting, not calling`(text: String) throws {
        fixture.files.files[Self.path] = Array(text.utf8)
        try expectWaiting(because: "is damaged")
    }

    @Test(arguments: [
        "", "{", "{}", "[1]", "null",
        #"{"version":2,"step":0,"probeAt":1,"code":"unauthorized","salt":"00","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"timedOut","salt":"00","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"unauthorized","salt":"0","credentials":""}"#,
        #"{"version":1,"step":0,"probeAt":1,"code":"unauthorized","salt":"zz","credentials":""}"#,
    ])
    func `so does a damaged one of the format before`(text: String) throws {
        fixture.files.files["/state/lockout.json"] = Array(text.utf8)
        try expectWaiting(because: "is damaged")
    }

    @Test func `so do a version that is not known, and a write that was cut off`() throws {
        let cms = try StateFixture.cms()
        let slots = SlotFile(Self.path, slotSize: 4 << 10, fixture.files)
        try slots.write([StateDocument.Section("lockOut", version: 2, [])])
        #expect(LockOutFile(StateFixture.settings, fixture.files).read(by: cms).isUnreadable)
        fixture.files.files = [:]
        try slots.prepare()
        try slots.write([])
        fixture.files.files[Self.path]?[(4 << 10) + 3] = 7
        #expect(LockOutFile(StateFixture.settings, fixture.files).read(by: cms).isUnreadable)
    }

    @Test(arguments: [FileTrouble.notReadable, .tooLarge(atMost: 8_192)])
    func `so does a file that may not be read`(trouble: FileTrouble) throws {
        fixture.files.failReading(trouble)
        #expect(try restored()?.step == 0)
        #expect(fixture.log.lines.last?.contains("\(trouble)") == true)
    }

    @Test func `a lock-out in the format before is taken over`() throws {
        // Written by a gateway of before there were sections; its secret was "wrong".
        let former = """
            {
              "code" : "unauthorized",
              "credentials" : "2c41c6421c31b0003d7e5b6f56290d8d694532454cf1152e6d9a0486f06b9206",
              "probeAt" : 1795979284871,
              "salt" : "10375f26eb5fe1ac248b3b136bd74406",
              "step" : 0,
              "version" : 1
            }

            """
        fixture.files.files["/state/lockout.json"] = Array(former.utf8)
        let cms = CMSSettings(
            baseURLs: [try BaseURL(parsing: "http://127.0.0.1:28099")],
            ccID: 1,
            credentials: Credentials(accessKey: "AK", secretKey: "wrong")
        )
        let keeper = LockOutKeeper(
            LockOutFile(StateFixture.settings, fixture.files),
            cms: cms,
            salt: [7],
            logger: fixture.log.logger()
        )
        let expected = LockOutRecord(
            step: 0,
            probeAt: Timestamp(milliseconds: 1_795_979_284_871),
            code: .unauthorized
        )
        for _ in 0..<2 { #expect(keeper.restored(at: now) == expected) }
        #expect(Set(fixture.files.files.keys) == [Self.path])
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

extension LockOutFile.Contents {
    fileprivate var isUnreadable: Bool {
        if case .unreadable = self { true } else { false }
    }
}
