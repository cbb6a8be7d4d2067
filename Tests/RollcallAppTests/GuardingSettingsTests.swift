import RollcallApp
import StatusEngine
import Testing

struct GuardingSettingsTests {
    private func settings(_ lines: String) throws -> Settings {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        fixture.files.directories = ["/etc/state", "/var/lib/rollcall"]
        return try fixture.load().settings
    }

    @Test func `a quota is calls and window`() throws {
        let lines = "  callQuota: {calls: 100, window: 1m}\n  failbackInterval: 5m"
        let engine = try settings(lines).engine
        #expect(engine.callQuota == CallQuota(calls: 100, window: .seconds(60)))
        #expect(engine.failbackInterval == .seconds(300))
    }

    @Test func `half a quota is a problem`() {
        let calls = SettingsFixture.problems(with: "  callQuota: {calls: 100}")
        #expect(calls.count == 1)
        #expect(calls.first?.contains("given without cms.callQuota.window") == true)
        let window = SettingsFixture.problems(with: "  callQuota: {window: 1m}")
        #expect(window.count == 1)
        #expect(window.first?.contains("given without cms.callQuota.calls") == true)
    }

    @Test func `half a quota whose other half is wrong has only that problem`() {
        let problems = SettingsFixture.problems(with: "  callQuota: {calls: 0, window: 1m}")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("\"0\" is out of range") == true)
    }

    @Test func `a setting that was removed is told with what to do, and stops nothing`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\n  hedgeAfter: {any: thing}"
        fixture.environment["ROLLCALL_CMS_HEDGEAFTER"] = "500ms"
        let loaded = try fixture.load()
        #expect(loaded.strangers == [])
        let places = ["/etc/rollcall.yaml, line 7", "ROLLCALL_CMS_HEDGEAFTER"]
        let told = places.map { place in
            "Warning: cms.hedgeAfter (\(place)): has no effect any more. "
                + "No second call is sent beside a slow one any more: delete the setting."
        }
        #expect(loaded.removed.map(\.description) == told)
    }

    @Test func `no setting that was removed is one still`() {
        #expect(RemovedSetting.advice.keys.allSatisfy { SettingKey.named($0) == nil })
    }

    @Test func `what outlives rollcall has a directory only if one is given`() throws {
        #expect(try SettingsFixture().load().settings.state == nil)
        let state = try settings("state: {directory: state}").state
        #expect(state == StateSettings(directory: "/etc/state", snapshotInterval: .seconds(60)))
        let lines = "state: {directory: /var/lib/rollcall, snapshotInterval: 10s}"
        #expect(try settings(lines).state?.snapshotInterval == .seconds(10))
    }

    @Test(
        arguments: [
            (.notFound, "does not exist"), (.notADirectory, "is not a directory"),
            (.notWritable, "may not be written to by this user"),
        ] as [(FileTrouble, String)]
    )
    func `a directory that cannot be used is a problem at the start`(
        trouble: FileTrouble,
        complaint: String
    ) {
        var fixture = SettingsFixture()
        fixture.yaml += "\nstate: {directory: /var/lib/rollcall}"
        fixture.files.troubles["/var/lib/rollcall"] = trouble
        let problems = fixture.problems()
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("state.directory (") == true)
        #expect(problems.first?.contains(complaint) == true)
    }
}
