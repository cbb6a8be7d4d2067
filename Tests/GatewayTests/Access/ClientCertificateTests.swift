import Gateway
import NIOCore
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(1))) struct ClientCertificateTests {
    /// The one certificate of the tests is its own authority, and the client's too.
    private func withTLSServer(
        isRequired: Bool,
        _ body: (SocketAddress) async throws -> Void
    ) async throws {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(
                certificateFile: certificate,
                keyFile: key,
                clientAuthorityFile: certificate,
                requiresClientCertificate: isRequired
            )
            try await withServer(tls: tls, responder: EchoResponder()) { _, address in
                try await body(address)
            }
        }
    }

    private func context(shows certificate: String?, key: String?) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let authority = Array(TestCertificate.certificate.utf8)
        configuration.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: authority, format: .pem)
        ])
        if let certificate, let key {
            let shown = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
            configuration.certificateChain = [.certificate(shown)]
            configuration.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
            )
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private func answer(from address: SocketAddress, _ tls: NIOSSLContext) async throws -> String {
        let client = try await RawClient.connect(to: address, tls: tls)
        try? await client.send(.get("/1", "Connection: close"))
        return try await client.textUntilClosed()
    }

    @Test func `a client with a certificate of the authority is answered`() async throws {
        let (certificate, key) = (TestCertificate.certificate, TestCertificate.key)
        try await withTLSServer(isRequired: true) { address in
            let tls = try context(shows: certificate, key: key)
            #expect(try await answer(from: address, tls).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func `a client without a certificate is turned away where one is required`() async throws
    {
        try await withTLSServer(isRequired: true) { address in
            let tls = try context(shows: nil, key: nil)
            #expect(try await answer(from: address, tls) == "")
        }
    }

    @Test func `a client without a certificate is answered where none is required`() async throws {
        try await withTLSServer(isRequired: false) { address in
            let tls = try context(shows: nil, key: nil)
            #expect(try await answer(from: address, tls).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test(arguments: [true, false])
    func `a certificate of another authority is always turned away`(isRequired: Bool) async throws {
        try await withTLSServer(isRequired: isRequired) { address in
            let tls = try context(
                shows: StrangeCertificate.certificate,
                key: StrangeCertificate.key
            )
            #expect(try await answer(from: address, tls) == "")
        }
    }

    @Test func `a server does not start without its clients' authority`() async throws {
        try await TestCertificate.withFiles { certificate, key in
            var tls = ServerTLS(certificateFile: certificate, keyFile: key)
            tls.clientAuthorityFile = "/nonexistent/ca.pem"
            await #expect(throws: (any Error).self) {
                try await withServer(tls: tls, responder: EchoResponder()) { _, _ in }
            }
        }
    }
}
