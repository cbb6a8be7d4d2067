import Foundation
import Gateway
import NIOCore
import NIOSSL
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServerTLSTests {
    private func clientContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let certificate = try NIOSSLCertificate(
            bytes: Array(TestCertificate.certificate.utf8),
            format: .pem
        )
        configuration.trustRoots = .certificates([certificate])
        return try NIOSSLContext(configuration: configuration)
    }

    @Test func `requests are answered over TLS, and the connection ends cleanly`() async throws {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(certificateFile: certificate, keyFile: key)
            try await withServer(tls: tls, responder: EchoResponder()) { _, address in
                let client = try await RawClient.connect(to: address, tls: try clientContext())
                try await client.send(.get("/1"))
                _ = try await client.replies(1)
                try await client.send(.get("/large", "Connection: close"))
                let replies = HTTPReply.all(in: try await client.textUntilClosed())
                #expect(replies.map(\.body.utf8.count) == [2, 1_000_000])
            }
        }
    }

    @Test func `a fault is told over TLS as well`() async throws {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(certificateFile: certificate, keyFile: key)
            try await withServer(tls: tls, responder: EchoResponder()) { _, address in
                let client = try await RawClient.connect(to: address, tls: try clientContext())
                try await client.send(.get("/" + String(repeating: "a", count: 100_000)))
                let replies = HTTPReply.all(in: try await client.textUntilClosed())
                #expect(replies.map(\.status) == [431])
            }
        }
    }

    @Test func `plain HTTP to a TLS port is closed`() async throws {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(certificateFile: certificate, keyFile: key)
            try await withServer(tls: tls, responder: EchoResponder()) { _, address in
                let client = try await RawClient.connect(to: address)
                try await client.send(.get("/1"))
                #expect(!(try await client.textUntilClosed().contains("HTTP/1.1")))
            }
        }
    }

    @Test func `silence instead of a handshake is closed after the head time-out`() async throws {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(certificateFile: certificate, keyFile: key)
            let limits = HTTPLimits(headTimeout: .milliseconds(20))
            let observer = EventWaiter(.timedOut(.head))
            try await withServer(
                limits: limits,
                tls: tls,
                responder: EchoResponder(),
                observer: observer
            ) { _, address in
                let client = try await RawClient.connect(to: address)
                try await observer.seen()
                #expect(try await client.textUntilClosed() == "")
            }
        }
    }

    /// A client that believes this certificate and no other.
    private func believing(_ certificate: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let believed = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
        configuration.trustRoots = .certificates([believed])
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLContext(configuration: configuration)
    }

    private func replies(
        _ address: SocketAddress,
        believing certificate: String
    ) async throws -> Int {
        let tls = try believing(certificate)
        let client = try await RawClient.connect(to: address, tls: tls)
        try? await client.send(.get("/1", "Connection: close"))
        return HTTPReply.all(in: try await client.textUntilClosed()).count
    }

    @Test func `a renewed certificate is shown to new connections, and open ones live on`()
        async throws
    {
        try await TestCertificate.withFiles { certificate, key in
            let tls = ServerTLS(certificateFile: certificate, keyFile: key)
            try await withServer(tls: tls, responder: EchoResponder()) { server, address in
                let old = try await RawClient.connect(to: address, tls: try clientContext())
                try await old.send(.get("/1"))
                _ = try await old.replies(1)
                try Data(StrangeCertificate.certificate.utf8).write(to: URL(filePath: certificate))
                // Half of it: the key is still the old one's.
                #expect(throws: (any Error).self) { try server.renew(tls) }
                let same = try await replies(address, believing: TestCertificate.certificate)
                #expect(same == 1)
                try Data(StrangeCertificate.key.utf8).write(to: URL(filePath: key))
                try server.renew(tls)
                let new = try await replies(address, believing: StrangeCertificate.certificate)
                #expect(new == 1)
                let gone = try await replies(address, believing: TestCertificate.certificate)
                #expect(gone == 0)
                try await old.send(.get("/2"))
                #expect(try await old.replies(2).map(\.body) == ["/1", "/2"])
            }
        }
    }

    @Test func `a server does not start without its certificate`() async throws {
        let tls = ServerTLS(certificateFile: "/nonexistent/c.pem", keyFile: "/nonexistent/k.pem")
        await #expect(throws: (any Error).self) {
            try await withServer(tls: tls, responder: EchoResponder()) { _, _ in }
        }
    }
}
