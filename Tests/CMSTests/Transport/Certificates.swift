import Foundation
import NIOSSL
import Testing

/// Keys and certificates made for one test with the `openssl` program, and removed after it.
struct Certificates {
    private let folder: URL

    /// Makes a CA with two servers' and a client's certificates, and another CA.
    static func with<Value>(_ body: (Certificates) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "rollcall-cms-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let certificates = Certificates(folder: folder)
        try certificates.makeCA("ca")
        try certificates.makeCA("other")
        try certificates.make("numbered", "subjectAltName=IP:127.0.0.1")
        try certificates.make("named", "subjectAltName=DNS:cms.example.test")
        try certificates.make("client", "extendedKeyUsage=clientAuth")
        return try await body(certificates)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A server whose certificate holds its address, `numbered`, or a name, `named`.
    func server(_ name: String = "numbered", asksForClient: Bool = false) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(path("\(name).pem"))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem))
        )
        if asksForClient {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .file(path("ca.pem"))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private func makeCA(_ name: String) throws {
        try openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-out", path("\(name).pem")]
                + newKey(name)
        )
    }

    private func make(_ name: String, _ extensions: String) throws {
        try openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-addext", extensions]
                + ["-addext", "basicConstraints=critical,CA:FALSE", "-CA", path("ca.pem")]
                + ["-CAkey", path("ca.key"), "-out", path("\(name).pem")] + newKey(name)
        )
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
            + ["-keyout", path("\(name).key")]
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }
}
