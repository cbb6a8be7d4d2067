import CMS
import Gateway
import Roster
import StatusEngine
import Testing

@testable import RollcallApp

struct SettingsLoadingTests {
    @Test func `a minimal file gives the documented defaults`() throws {
        let settings = try SettingsFixture().load().settings
        #expect(settings.listen == .tcp(host: "127.0.0.1", port: 8080))
        #expect(settings.admin == .tcp(host: "127.0.0.1", port: 9464))
        #expect(settings.gateway.vdns.map(\.number) == [170, 171])
        #expect(settings.cms.credentials.secretKey == SettingsFixture.secret)
        #expect(settings.gracePeriod == .seconds(20))
        #expect(settings.operation.eventLoops == nil)
    }

    @Test func `the number of event loops can be set`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\nlisten: {eventLoops: 3}"
        #expect(try fixture.load().settings.operation.eventLoops == 3)
        fixture.environment["ROLLCALL_LISTEN_EVENTLOOPS"] = "0"
        #expect(throws: (any Error).self) { try fixture.load() }
    }

    @Test func `the table's cache defaults are the engine's own`() throws {
        let engine = try SettingsFixture().load().settings.engine
        #expect(engine == EngineSettings())
    }

    @Test func `looks are forced once a time to live, or by an interval of their own`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\ncache: {timeToLive: 7s}"
        #expect(try fixture.load().settings.engine.refreshFloor == .seconds(7))
        fixture.environment["ROLLCALL_CACHE_MINIMUMREFRESHINTERVAL"] = "500ms"
        #expect(try fixture.load().settings.engine.refreshFloor == .milliseconds(500))
    }

    @Test func `every default in the table is allowed`() throws {
        for key in SettingKey.all {
            guard case .standard(let text) = key.absence else { continue }
            _ = try key.kind.read([text])
        }
    }

    @Test func `the environment wins over the file and the file over the default`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\nlisten: {port: 1000}\nadmin: {port: 1001}"
        fixture.environment["ROLLCALL_LISTEN_PORT"] = "2000"
        let loaded = try fixture.load()
        #expect(loaded.settings.listen == .tcp(host: "127.0.0.1", port: 2000))
        #expect(loaded.settings.admin == .tcp(host: "127.0.0.1", port: 1001))
        let origins = Dictionary(
            uniqueKeysWithValues: loaded.resolved.map { ($0.key.name, $0.origin) }
        )
        #expect(origins["listen.port"] == .environment("ROLLCALL_LISTEN_PORT"))
        #expect(origins["admin.port"] == .file("/etc/rollcall.yaml", line: 8))
        #expect(origins["listen.host"] == .standard)
    }

    @Test func `the environment alone is enough`() throws {
        let environment = [
            "ROLLCALL_CMS_BASEURLS": "https://one.example, https://two.example:28443",
            "ROLLCALL_CMS_CCID": "1", "ROLLCALL_CMS_VDNS": "170,171",
            "ROLLCALL_CMS_ACCESSKEY": "AK", "ROLLCALL_CMS_SECRETKEY": SettingsFixture.secret,
        ]
        let loaded = try LoadedSettings(file: nil, environment: environment, files: MemoryFiles())
        #expect(loaded.settings.cms.baseURLs.count == 2)
        #expect(loaded.settings.gateway.vdns.map(\.number) == [170, 171])
        #expect(loaded.settings.cms.credentials.secretKey == SettingsFixture.secret)
    }

    @Test func `every key can be set by its variable`() {
        for key in SettingKey.all {
            #expect(SettingKey.set(by: key.environmentVariable) == key)
        }
        #expect(SettingKey.named("cms.accessKey")?.environmentVariable == "ROLLCALL_CMS_ACCESSKEY")
    }

    @Test func `a Unix socket takes the place of host and port`() throws {
        var fixture = SettingsFixture()
        fixture.yaml += "\nlisten: {unixSocket: run/rollcall.sock}"
        let listen = try fixture.load().settings.listen
        #expect(listen == .unixSocket(path: "/etc/run/rollcall.sock"))
    }

    @Test func `a path from the environment starts at the working directory`() throws {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_LISTEN_UNIXSOCKET"] = "rollcall.sock"
        #expect(try fixture.load().settings.listen == .unixSocket(path: "rollcall.sock"))
    }

    @Test func `an empty section and an empty file of settings are no shape errors`() {
        #expect(SettingsFixture.problems(with: "listen:\nadmin: {}") == [])
        var fixture = SettingsFixture()
        fixture.yaml = "# nothing\n"
        #expect(fixture.problems().count == 5)
    }

    @Test func `durations and sizes are read and written back`() {
        for text in ["500ms", "2s", "5m", "1h", "90s", "0s"] {
            #expect(DurationText.duration(text).map(DurationText.text) == text)
        }
        for text in ["512B", "64KiB", "256MiB", "1GiB", "0B"] {
            #expect(SizeText.bytes(text).map(SizeText.text) == text)
        }
        for text in ["", "s", "2", "2 s", "-2s", "1.5s", "2S", "2d", "٢s", "9223372036854775807h"] {
            #expect(DurationText.duration(text) == nil)
        }
        for text in ["", "64", "64kb", "64 KiB", "-1B", "9223372036854775807GiB"] {
            #expect(SizeText.bytes(text) == nil)
        }
    }
}
