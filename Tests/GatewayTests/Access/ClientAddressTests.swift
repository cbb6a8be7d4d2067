import Gateway
import NIOCore
import Synchronization
import Testing

/// Answers with the client's address.
private struct ClientResponder: Responder {
    func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        let body = ByteBuffer(string: request.client?.text ?? "nobody")
        return .now(Response(status: 200, contentType: "text/plain", body: body, route: .health))
    }
}

@Suite(.timeLimit(.minutes(1))) struct ClientAddressTests {
    private func client(trusting networks: [String], _ fields: String...) async throws -> String? {
        let proxies = TrustedProxies(
            networks: try networks.map { text throws in try IPNetwork(parsing: text) },
            trustsUnixSocket: false
        )
        let body = Mutex<String?>(nil)
        try await withServer(responder: ClientResponder(), trustedProxies: proxies) { _, address in
            let client = try await RawClient.connect(to: address)
            let lines = fields.map { "\($0)\r\n" }.joined()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
            let replies = try await client.replies(1)
            body.withLock { $0 = replies.first?.body }
        }
        return body.withLock { $0 }
    }

    @Test func `without trusted proxies the client is the socket's other end`() async throws {
        #expect(try await client(trusting: [], "X-Forwarded-For: 192.0.2.1") == "127.0.0.1")
    }

    @Test func `a trusted proxy's word is taken`() async throws {
        let networks = ["127.0.0.0/8"]
        #expect(try await client(trusting: networks, "X-Forwarded-For: 192.0.2.1") == "192.0.2.1")
        #expect(try await client(trusting: networks) == "127.0.0.1")
    }

    @Test func `another proxy's word is not`() async throws {
        #expect(
            try await client(trusting: ["10.0.0.0/8"], "X-Forwarded-For: 192.0.2.1") == "127.0.0.1"
        )
    }
}
