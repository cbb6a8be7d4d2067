import Gateway
import Testing

@testable import RollcallApp

struct CommandTests {
    private let terminal = RecordedTerminal()
    private let log = RecordedLog()

    private func surroundings(_ fixture: SettingsFixture) -> CommandSurroundings {
        var files = fixture.files
        files.files["/etc/rollcall.yaml"] = FileContents(bytes: Array(fixture.yaml.utf8))
        return CommandSurroundings(
            environment: fixture.environment,
            files: files,
            terminal: terminal,
            logSink: log
        )
    }

    @Test func `check-config says what would be used and ends with 0`() {
        let command = CheckConfiguration(path: "/etc/rollcall.yaml")
        #expect(command.run(in: surroundings(SettingsFixture())) == .success)
        #expect(terminal.said.contains("cms.ccId"))
        #expect(terminal.complained.isEmpty)
        #expect(!terminal.said.contains(SettingsFixture.secret))
    }

    @Test func `check-config tells all problems on standard error and ends with 78`() {
        var fixture = SettingsFixture()
        fixture.yaml = "admin: {port: 0}\ncash: 1"
        let status = CheckConfiguration(path: "/etc/rollcall.yaml").run(in: surroundings(fixture))
        #expect(status.rawValue == 78)
        #expect(terminal.said.isEmpty)
        #expect(terminal.complained.contains("admin.port"))
        #expect(terminal.complained.contains("cash (/etc/rollcall.yaml, line 2)"))
        #expect(terminal.complained.contains("The settings cannot be used: 7 problems."))
    }

    @Test func `check-config tells of a variable that sets nothing and ends with 0`() {
        var fixture = SettingsFixture()
        fixture.environment["ROLLCALL_LISTEN_PROT"] = "80"
        let command = CheckConfiguration(path: "/etc/rollcall.yaml")
        #expect(command.run(in: surroundings(fixture)) == .success)
        #expect(
            terminal.complained == "Warning: ROLLCALL_LISTEN_PROT: is an environment variable that"
                + " sets nothing; did you mean ROLLCALL_LISTEN_PORT?"
        )
    }

    @Test func `check-config tells of a setting that was removed and ends with 0`() {
        var fixture = SettingsFixture()
        fixture.yaml += "\n  hedgeAfter: 500ms"
        let command = CheckConfiguration(path: "/etc/rollcall.yaml")
        #expect(command.run(in: surroundings(fixture)) == .success)
        #expect(terminal.complained.contains("cms.hedgeAfter (/etc/rollcall.yaml, line 7)"))
        #expect(terminal.complained.contains("delete the setting"))
        #expect(!terminal.said.contains("hedgeAfter"))
    }

    @Test func `serve logs a setting that was removed`() async throws {
        var fixture = SettingsFixture()
        // An address of nobody's: the start ends here, after the log line.
        fixture.yaml += "\n  hedgeAfter: 500ms\nadmin: {host: 192.0.2.1}"
        let status = await Serve(path: "/etc/rollcall.yaml").run(in: surroundings(fixture))
        #expect(status == .failure)
        let line = try #require(log.lines.first)
        #expect(line.contains("A setting has no effect any more."))
        #expect(line.contains("cms.hedgeAfter") && line.contains("delete the setting"))
    }

    @Test func `serve logs a variable that sets nothing`() async throws {
        var fixture = SettingsFixture()
        // An address of nobody's: the start ends here, after the log line.
        fixture.yaml += "\nadmin: {host: 192.0.2.1}"
        fixture.environment["ROLLCALL_LISTEN_PROT"] = "80"
        let status = await Serve(path: "/etc/rollcall.yaml").run(in: surroundings(fixture))
        #expect(status == .failure)
        let line = try #require(log.lines.first)
        #expect(line.contains("An environment variable sets nothing."))
        #expect(line.contains("ROLLCALL_LISTEN_PROT") && line.contains("ROLLCALL_LISTEN_PORT"))
    }

    @Test func `serve with wrong settings opens nothing and ends with 78`() async {
        let status = await Serve(path: "/nowhere.yaml").run(in: surroundings(SettingsFixture()))
        #expect(status == .configuration)
        #expect(terminal.complained.contains("/nowhere.yaml: does not exist"))
        #expect(log.lines == [])
    }

    @Test func `the simulator's options are all checked at once`() async {
        var options = SimulateCMS.Options()
        options.port = 70_000
        options.agents = ["1031,5-4", "x"]
        options.groups = -1
        options.groupSize = 0
        options.vdns = [0]
        options.latency = "soon"
        options.faults = "{\"errorRate\": 2, \"nonsense\": 1}"
        options.certificateFile = "cms.pem"
        options.emptyQueryLine = "none"
        let status = await SimulateCMS(options).run(in: surroundings(SettingsFixture()))
        #expect(status == .configuration)
        for name in [
            "--port", "--agents", "--groups", "--group-size", "--vdn", "--latency", "--faults",
            "--tls-certificate",
            "--empty-query-line", "--access-key", "--secret-key-file",
        ] {
            #expect(terminal.complained.contains(name))
        }
        #expect(terminal.complained.contains("13 problems"))
    }

    @Test func `the demo's guide has lines to copy and a percent-encoded name`() {
        let addresses = BoundAddresses(
            admin: .tcp(host: "127.0.0.1", port: 9_464),
            gateway: .tcp(host: "127.0.0.1", port: 8_080)
        )
        let text = DemoGuide.text(addresses, cmsPort: 1)
        #expect(text.contains("curl -s 'http://127.0.0.1:8080/agents/1031'"))
        #expect(text.contains("20000 simulated agents in 40 groups"))
        #expect(text.contains("/groups/service-fran%C3%A7ais/status"))
    }
}
