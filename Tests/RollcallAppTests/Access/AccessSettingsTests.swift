import Gateway
import Testing

@testable import RollcallApp

struct AccessSettingsTests {
    private static let digest = String(repeating: "0a", count: 32)

    private func fixture(_ lines: String, keys: FileContents? = nil) -> SettingsFixture {
        var fixture = SettingsFixture()
        fixture.yaml += "\n" + lines
        fixture.files.files["/etc/keys.yaml"] = keys
        return fixture
    }

    private func keys(_ text: String, permissions: UInt16 = 0o640) -> FileContents {
        FileContents(bytes: Array(text.utf8), permissions: permissions)
    }

    @Test func `without settings all is open`() throws {
        let settings = try SettingsFixture().load().settings
        #expect(settings.access == .open)
        #expect(settings.trustedProxies == .none)
    }

    @Test func `all of access is read`() throws {
        let lines = """
            listen: {unixSocket: /run/rollcall.sock}
            access:
              keysFile: keys.yaml
              rateLimit: {requests: 50, window: 10s, burst: 5}
              maximumWaiting: 7
              trustedProxies: [127.0.0.1, 10.0.0.0/8, unix]
              allowedOrigins: ["https://wallboard.example", "http://localhost:3000"]
            """
        let file = keys("wallboard: {sha256: \(Self.digest)}")
        let settings = try fixture(lines, keys: file).load().settings
        #expect(settings.access.keys?.all.map(\.name) == ["wallboard"])
        #expect(settings.access.rateLimit == RateLimit(requests: 50, windowSeconds: 10, burst: 5))
        #expect(settings.access.maximumWaiting == 7)
        #expect(
            settings.access.crossOrigin
                == CrossOrigin(origins: ["https://wallboard.example", "http://localhost:3000"])
        )
        let networks = [try IPNetwork(parsing: "127.0.0.1"), try IPNetwork(parsing: "10.0.0.0/8")]
        #expect(
            settings.trustedProxies == TrustedProxies(networks: networks, trustsUnixSocket: true)
        )
    }

    @Test func `a keys file everybody may read or write is refused`() {
        for permissions: UInt16 in [0o644, 0o642, 0o604, 0o666] {
            let file = keys("a: {sha256: \(Self.digest)}", permissions: permissions)
            let problems = fixture("access: {keysFile: keys.yaml}", keys: file).problems()
            #expect(problems.count == 1)
            #expect(problems.first?.contains("chmod 640 /etc/keys.yaml") == true)
        }
    }

    @Test func `a keys file that is not there is told, and its problems are told with others`() {
        #expect(
            fixture("access: {keysFile: keys.yaml}").problems().first?.contains("exist") == true
        )
        let file = keys("a: {}\nb: {sha256: x}")
        let lines = "access: {keysFile: keys.yaml, maximumWaiting: 0}"
        #expect(fixture(lines, keys: file).problems().count == 3)
    }

    @Test(arguments: [
        ("access: {rateLimit: {requests: 5}}", "is given without access.rateLimit.window"),
        ("access: {rateLimit: {window: 5s}}", "is given without access.rateLimit.requests"),
        ("access: {rateLimit: {burst: 5}}", "is given without access.rateLimit.requests"),
        ("access: {rateLimit: {requests: 5, window: 1500ms}}", "is not a number of whole seconds"),
        ("access: {trustedProxies: [ten]}", "\"ten\" is neither an IP address nor a network"),
        ("access: {trustedProxies: [10.0.0.0/33]}", "has no number from 0 to 32"),
        ("access: {trustedProxies: [10.0.0.1/8]}", "with bits behind its prefix"),
        ("access: {trustedProxies: [10.0.0.1, 10.0.0.1]}", "is listed twice"),
        ("access: {trustedProxies: [unix]}", "names unix without a socket"),
        ("access: {trustedProxies: 127.0.0.1}", "is one value where a list belongs"),
        ("access: {allowedOrigins: [wallboard.example]}", "does not begin with https://"),
        ("access: {allowedOrigins: [\"https://a.example/\"]}", "without slash at the end"),
        ("access: {allowedOrigins: [\"https://A.example\"]}", "in lower case"),
        ("access: {allowedOrigins: [\"https://a.example:443\"]}", "usual port"),
        ("access: {allowedOrigins: [\"null\"]}", "does not begin with https://"),
        ("access: {allowedOrigins: [\"*\", \"https://a.example\"]}", "names * beside other"),
        ("listen: {tls: {clientCAFile: /run/secrets/rollcall}}", "is given without TLS"),
        ("listen: {tls: {clientCertificates: optional}}", "without listen.tls.clientCAFile"),
    ])
    func `misuse is told with what is allowed`(lines: String, complaint: String) {
        let problems = SettingsFixture.problems(with: lines)
        #expect(problems.contains { $0.contains(complaint) }, "\(problems)")
    }

    @Test(arguments: [("", true), (", clientCertificates: optional", false)])
    func `clients' certificates are read`(more: String, isRequired: Bool) throws {
        let files = "certificateFile: /c.pem, keyFile: /k.pem, clientCAFile: /ca.pem"
        var fixture = fixture("listen: {tls: {\(files)\(more)}}")
        fixture.files.files["/c.pem"] = PEM.file(PEM.certificate)
        fixture.files.files["/k.pem"] = PEM.file(PEM.key)
        fixture.files.files["/ca.pem"] = PEM.file(PEM.otherCertificate)
        let tls = try fixture.load().settings.listenTLS
        #expect(tls?.clientAuthorityFile == "/ca.pem")
        #expect(tls?.requiresClientCertificate == isRequired)
    }
}
