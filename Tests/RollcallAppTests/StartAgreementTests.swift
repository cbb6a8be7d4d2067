import Foundation
import Gateway
import NIOPosix
import Testing

@testable import RollcallApp

/// What `check-config` passes serves, and what it does not pass is refused by `serve` in its words.
@Suite(.timeLimit(.minutes(1)))
struct StartAgreementTests {
    /// Settings and the files beside them.
    struct Case: Sendable, CustomTestStringConvertible {
        let lines: String
        var files: [String: [UInt8]] = [:]
        /// What is said; nothing where all is well.
        let complaint: String?

        init(_ lines: String, _ files: [String: String] = [:], _ complaint: String? = nil) {
            self.lines = lines
            self.files = files.mapValues { Array($0.utf8) }
            self.complaint = complaint
        }

        init(_ lines: String, bytes: [String: [UInt8]], _ complaint: String) {
            self.lines = lines
            files = bytes
            self.complaint = complaint
        }

        var testDescription: String { "\(lines): \(complaint ?? "in order")" }
    }

    private static let listenPair = "listen: {tls: {certificateFile: c.pem, keyFile: k.pem}}"
    private static let clients =
        "listen: {tls: {certificateFile: c.pem, keyFile: k.pem, clientCAFile: ca.pem}}"
    private static let cmsPair = "cms.tls: {certificateFile: c.pem, keyFile: k.pem}"
    private static let cmsCA = "cms.tls.caFile: ca.pem"
    private static let pair = ["c.pem": PEM.certificate, "k.pem": PEM.key]
    private static let other = ["c.pem": PEM.certificate, "k.pem": PEM.otherKey]

    static let cases: [Case] = [
        Case(""), Case("listen: {unixSocket: r.sock}"), Case("state: {directory: .}"),
        Case(listenPair, pair), Case(cmsPair, pair), Case(cmsCA, ["ca.pem": PEM.certificate]),
        Case(cmsCA, ["ca.pem": "text\n" + PEM.certificate + "\n" + PEM.otherCertificate]),
        Case(clients, pair.merging(["ca.pem": PEM.otherCertificate]) { $1 }),
        Case("cms.tls.serverName: cms.example"),
        Case("groups: {file: g}", ["g": "a: {agents: [101]}"]),
        Case("cms.tls.serverName: 10.0.0.5", [:], "is not a host name"),
        Case("cms.tls.serverName: 'a:1'", [:], "is not a host name"),
        Case(cmsCA, [:], "does not exist"), Case(cmsCA, ["ca.pem": ""], "is empty"),
        Case(cmsCA, ["ca.pem": " \n"], "is empty"), Case(cmsCA, ["ca.pem": "x"], "holds no PEM"),
        Case(cmsCA, ["ca.pem": PEM.key], "holds a private key and no certificate"),
        Case(cmsCA, ["ca.pem": "\u{FEFF}" + PEM.certificate], "byte order mark"),
        Case(cmsCA, bytes: ["ca.pem": PEM.der(PEM.certificate)], "is binary (DER?) and not PEM"),
        Case(cmsCA, ["ca.pem": PEM.certificate + broken], "has a certificate that cannot be read"),
        Case(cmsCA, ["ca.pem": indented + "\n" + PEM.certificate], "of which 1 can be read"),
        Case(cmsPair, other, "is not the key of the first certificate of cms.tls.certificateFile"),
        Case(cmsPair, pair.merging(["k.pem": PEM.encryptedKey]) { $1 }, "is encrypted"),
        Case(cmsPair, pair.merging(["k.pem": PEM.certificate]) { $1 }, "holds no private key"),
        Case(listenPair, other, "is not the key of the first certificate of listen.tls.certif"),
        Case(listenPair, pair.merging(["c.pem": ""]) { $1 }, "is empty"),
        Case(listenPair, pair.merging(["c.pem": PEM.key]) { $1 }, "and no certificate"),
        Case(listenPair, pair.merging(["k.pem": ""]) { $1 }, "is empty"),
        Case(listenPair, pair.merging(["k.pem": "\u{FEFF}" + PEM.key]) { $1 }, "byte order mark"),
        Case(listenPair, pair.merging(["k.pem": openSSL]) { $1 }, "is encrypted"),
        Case(clients, pair, "does not exist"),
        Case(clients, pair.merging(["ca.pem": "no"]) { $1 }, "holds no PEM"),
        Case("listen: {unixSocket: .}", [:], "is a directory"),
        Case("listen: {unixSocket: \(String(repeating: "s", count: 100))}", [:], "too long"),
        Case("listen: {host: '1.2.3.4.5'}", [:], "is not an IP address"),
        Case("state: {directory: none}", [:], "does not exist"),
        Case("state: {directory: f}", ["f": ""], "is not a directory"),
        Case("groups: {file: g}", ["g": "a: ["], "is not YAML"),
        Case("access: {keysFile: k}", ["k": "a: {}"], "has no sha256"),
        Case("access: {keysFile: k}", ["k": ""], "has no keys"),
        Case("cms.colour: red", [:], "is not a setting"), Case("\tcms: 1", [:], "is not YAML"),
    ]

    private static let indented = PEM.certificate.split(separator: "\n").map { "  \($0)" }
        .joined(separator: "\n")
    private static let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    private static let openSSL = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00000000000000000000000000000000

        AAAA
        -----END RSA PRIVATE KEY-----

        """

    @Test(arguments: cases)
    func `check-config and serve are of one mind`(given: Case) async throws {
        try await withDirectory { directory in
            let path = try Self.write(given, to: directory)
            let (checked, served) = (RecordedTerminal(), RecordedTerminal())
            let status = CheckConfiguration(path: path).run(in: Self.surroundings(checked))
            guard let complaint = given.complaint else {
                #expect(status == .success, "\(checked.complained)")
                return try await Self.start(path)
            }
            #expect(status == .configuration)
            #expect(checked.complained.contains("1 problem."), "\(checked.complained)")
            #expect(checked.complained.contains(complaint), "\(checked.complained)")
            #expect(await Serve(path: path).run(in: Self.surroundings(served)) == .configuration)
            #expect(served.complained == checked.complained)
        }
    }

    private static func write(_ given: Case, to directory: String) throws -> String {
        var files = given.files
        files["secret-key"] = Array("sk\n".utf8)
        let lines = SettingsFixture.minimal.split(separator: "\n").dropLast()
            .joined(separator: "\n")
        files["rollcall.yaml"] = Array("\(lines)\n  secretKeyFile: secret-key\n\(given.lines)".utf8)
        for (name, bytes) in files {
            try LocalFiles().replace("\(directory)/\(name)", with: bytes)
        }
        return directory + "/rollcall.yaml"
    }

    private static func surroundings(_ terminal: RecordedTerminal) -> CommandSurroundings {
        CommandSurroundings(
            environment: [:],
            files: LocalFiles(),
            terminal: terminal,
            logSink: RecordedLog()
        )
    }

    /// Starts the application with these settings, on any free port.
    private static func start(_ path: String) async throws {
        let loaded = try LoadedSettings(file: path, environment: [:], files: LocalFiles())
        try await start(loaded.settings)
    }

    private static func start(_ settings: Settings) async throws {
        var settings = settings
        settings.admin = .tcp(host: "127.0.0.1", port: 0)
        if case .tcp = settings.listen { settings.listen = settings.admin }
        try await Whole.running(settings, on: MultiThreadedEventLoopGroup.singleton) { _ in }
    }

    private static let certificates: [(name: String, text: String)] = [
        ("certificate", PEM.certificate), ("chain", PEM.certificate + PEM.otherCertificate),
        ("chain in the wrong order", PEM.otherCertificate + PEM.certificate),
        ("certificate and key", PEM.certificate + PEM.key),
        ("key and certificate", PEM.key + PEM.certificate),
        ("CRLF", PEM.certificate.split(separator: "\n").joined(separator: "\r\n") + "\r\n"),
        ("text before", "subject=CN\n" + PEM.certificate), ("none", ""), ("text", "none"),
        ("another", PEM.otherCertificate), ("key", PEM.key), ("broken", broken),
        ("one broken behind", PEM.certificate + broken), ("indented", indented),
        ("cut off", String(PEM.certificate.prefix(200))),
        ("byte order mark", "\u{FEFF}" + PEM.certificate),
    ]
    private static let keys: [(name: String, text: String)] = [
        ("key", PEM.key), ("another", PEM.otherKey), ("encrypted", PEM.encryptedKey),
        ("encrypted by OpenSSL", openSSL), ("certificate and key", PEM.certificate + PEM.key),
        ("certificate", PEM.certificate), ("none", ""), ("text", "none"),
        ("cut off", String(PEM.key.prefix(100))), ("byte order mark", "\u{FEFF}" + PEM.key),
        ("CRLF", PEM.key.split(separator: "\n").joined(separator: "\r\n") + "\r\n"),
    ]

    @Test func `a listener's certificate and key are refused before the start as TLS refuses them`()
        async throws
    {
        for certificate in Self.certificates {
            for key in certificate.name == "certificate" ? Self.keys[...] : Self.keys.prefix(2) {
                let files = ["c.pem": certificate.text, "k.pem": key.text]
                try await withDirectory { directory in
                    let path = try Self.write(Case(Self.listenPair, files), to: directory)
                    let terminal = RecordedTerminal()
                    let status = CheckConfiguration(path: path).run(in: Self.surroundings(terminal))
                    let failure = try await Self.failure(ofListenerWithFilesIn: directory)
                    #expect(
                        (status == .success) == (failure == nil),
                        "\(certificate.name), \(key.name): \(terminal.complained)"
                    )
                    #expect(failure == nil || failure?.status == .configuration)
                }
            }
        }
    }

    /// How a start ends whose settings nobody has checked.
    private static func failure(
        ofListenerWithFilesIn directory: String
    ) async throws -> StartFailure? {
        var settings = try Whole.settings(cmsPort: 1)
        settings.listenTLS = ServerTLS(
            certificateFile: directory + "/c.pem",
            keyFile: directory + "/k.pem"
        )
        do {
            try await start(settings)
            return nil
        } catch let failure as StartFailure {
            return failure
        }
    }

    @Test func `what TLS would pass over in silence is refused`() {
        for hidden in ["\u{FEFF}" + PEM.otherCertificate, Self.indented] {
            var fixture = SettingsFixture()
            fixture.yaml += "\ncms.tls.caFile: ca.pem"
            fixture.files.files["/etc/ca.pem"] = PEM.file(hidden + "\n" + PEM.certificate)
            #expect(fixture.problems().count == 1)
        }
    }
}
