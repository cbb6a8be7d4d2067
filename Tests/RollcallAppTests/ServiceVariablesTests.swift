import Gateway
import Testing

@testable import RollcallApp

struct ServiceVariablesTests {
    /// What Kubernetes sets for a Service with a port of a name.
    private static func variables(
        of service: String,
        port: Int = 9_464,
        transport: String = "tcp"
    ) -> [String: String] {
        let name = service.uppercased().split(separator: "-").joined(separator: "_")
        let one = "\(name)_PORT_\(port)_\(transport.uppercased())"
        let address = "\(transport)://10.0.0.1:\(port)"
        return [
            "\(name)_SERVICE_HOST": "10.0.0.1", "\(name)_SERVICE_PORT": "\(port)",
            "\(name)_SERVICE_PORT_HTTP_METRICS": "\(port)", "\(name)_PORT": address, one: address,
            "\(one)_PROTO": transport, "\(one)_PORT": "\(port)", "\(one)_ADDR": "10.0.0.1",
        ]
    }

    private static func load(_ environment: [String: String]) throws -> LoadedSettings {
        var fixture = SettingsFixture()
        fixture.environment = environment
        return try fixture.load()
    }

    @Test(
        arguments: [
            "rollcall", "rollcall-admin", "rollcall-listen", "rollcall-redis-master", "rollcall-2",
            "rollcall-cms", "rollcall-headless", "rollcall-metrics", "rollcall-log-level",
            "rollcall-cms-vdns", "rollcall-service", "rollcall-port", "rollcall-admin-port",
            "rollcall-service-host",
        ],
        ["tcp", "udp", "sctp"]
    )
    func `a Service's variables set nothing and are nothing strange`(
        service: String,
        transport: String
    ) throws {
        let loaded = try Self.load(Self.variables(of: service, transport: transport))
        #expect(loaded.strangers == [])
        #expect(loaded.settings.admin == .tcp(host: "127.0.0.1", port: 9_464))
        #expect(loaded.settings.listen == .tcp(host: "127.0.0.1", port: 8_080))
    }

    @Test func `a Service's address in IPv6 is one too`() throws {
        let address = "tcp://[fd00::1]:80"
        #expect(try Self.load(["ROLLCALL_ADMIN_PORT": address]).strangers == [])
    }

    @Test func `beside a Service's variables those of settings are read`() throws {
        let services = ["rollcall", "rollcall-cms", "rollcall-redis-master"]
            .map { Self.variables(of: $0) }
            .reduce(into: [:]) { $0.merge($1) { $1 } }
        var environment = services
        environment["ROLLCALL_ADMIN_PORT"] = "9465"
        environment["ROLLCALL_LISTEN_PORT"] = "81"
        let loaded = try Self.load(environment)
        #expect(loaded.settings.admin == .tcp(host: "127.0.0.1", port: 9_465))
        #expect(loaded.settings.listen == .tcp(host: "127.0.0.1", port: 81))
    }

    @Test(arguments: ["http://10.0.0.1:80", "tcp:", "TCP://10.0.0.1:80", "10.0.0.1:80", ""])
    func `a port that is no Service's is read as the setting and refused`(value: String) {
        let problems = SettingsFixture.problems(
            with: "",
            environment: ["ROLLCALL_ADMIN_PORT": value]
        )
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("admin.port (ROLLCALL_ADMIN_PORT)") == true)
    }

    @Test(arguments: [
        ("ROLLCALL_CMS_ACCESS_KEY", "ROLLCALL_CMS_ACCESSKEY"),
        ("ROLLCALL_LISTEN_PROT", "ROLLCALL_LISTEN_PORT"), ("ROLLCALL_QUITE_ANOTHER_THING", nil),
        ("ROLLCALL_ADMIN_PORT_X_TCP", nil), ("ROLLCALL_PORT_80_HTTP", nil),
        ("ROLLCALL_PORT_99999_TCP", nil), ("ROLLCALL_", nil),
    ])
    func `a variable that sets nothing is told with what may be meant, and stops nothing`(
        name: String,
        meant: String?
    ) throws {
        let loaded = try Self.load([name: "1"])
        #expect(loaded.strangers.map(\.name) == [name])
        if let meant { #expect(loaded.strangers.first?.meant == meant) }
        #expect(loaded.settings.admin == .tcp(host: "127.0.0.1", port: 9_464))
    }

    @Test func `where something is missing the variable that sets nothing is told beside it`() {
        var fixture = SettingsFixture()
        fixture.yaml = ""
        fixture.environment["ROLLCALL_CMS_CC_ID"] = "1"
        let error = #expect(throws: SettingsProblems.self) { try fixture.load() }
        #expect(
            error?.description
                .hasSuffix(
                    "\nWarning: ROLLCALL_CMS_CC_ID: is an environment variable that sets nothing;"
                        + " did you mean ROLLCALL_CMS_CCID?"
                ) == true
        )
    }
}
