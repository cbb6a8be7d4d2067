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
                #expect(replies.map(\.status) == [414])
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

    @Test func `a server does not start without its certificate`() async throws {
        let tls = ServerTLS(certificateFile: "/nonexistent/c.pem", keyFile: "/nonexistent/k.pem")
        await #expect(throws: (any Error).self) {
            try await withServer(tls: tls, responder: EchoResponder()) { _, _ in }
        }
    }
}
