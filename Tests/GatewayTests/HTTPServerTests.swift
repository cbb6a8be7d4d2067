import Foundation
import Gateway
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPServerTests {
    @Test func `200 requests are answered on one TCP connection`() async throws {
        try await withServer(responder: EchoResponder()) { _, address in
            let client = try await RawClient.connect(to: address)
            for number in 1...200 {
                try await client.send(.get("/\(number)"))
                #expect(try await client.replies(number).last?.body == "/\(number)")
            }
        }
    }

    @Test func `pipelined requests are answered in order behind a late first one`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/late") + (2...20).map { .get("/\($0)") }.joined())
            let other = try await RawClient.connect(to: address)
            try await other.send(.get("/other"))
            #expect(try await other.replies(1).map(\.body) == ["/other"])
            try await responder.whenAsked("/late")
            responder.finish("/late")
            let bodies = try await client.replies(20).map(\.body)
            #expect(bodies == ["/late"] + (2...20).map { "/\($0)" })
        }
    }

    @Test func `a large answer arrives whole`() async throws {
        try await withServer(responder: EchoResponder()) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/large") + .get("/small", "Connection: close"))
            let text = try await client.textUntilClosed()
            #expect(text.utf8.count > 1_000_000)
            #expect(text.hasSuffix("/small"))
        }
    }

    @Test func `a client that has ended its sending is still answered`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/late") + .get("/2"))
            try await client.finishSending()
            try await responder.whenAsked("/late")
            responder.finish("/late")
            let replies = HTTPReply.all(in: try await client.textUntilClosed())
            #expect(replies.map(\.body) == ["/late", "/2"])
            #expect(replies.last?.status == 200)
        }
    }

    @Test func `a 100 KB target gets its 431 although much of it is still on its way`() async throws
    {
        try await withServer(responder: EchoResponder()) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/" + String(repeating: "a", count: 100_000)))
            #expect(HTTPReply.all(in: try await client.textUntilClosed()).map(\.status) == [431])
        }
    }

    @Test func `10,000 headers get their 431`() async throws {
        try await withServer(responder: EchoResponder()) { _, address in
            let client = try await RawClient.connect(to: address)
            let fields = (1...10_000).map { "X-\($0): a\r\n" }.joined()
            try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
            #expect(HTTPReply.all(in: try await client.textUntilClosed()).map(\.status) == [431])
        }
    }

    @Test func `half a request and silence is 408 and the connection closed`() async throws {
        let limits = HTTPLimits(headTimeout: .milliseconds(20))
        try await withServer(limits: limits, responder: EchoResponder()) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET / HTTP/1.1\r\nHo")
            #expect(HTTPReply.all(in: try await client.textUntilClosed()).map(\.status) == [408])
        }
    }

    @Test func `a client that does not read is closed`() async throws {
        let limits = HTTPLimits(writeTimeout: .milliseconds(50))
        let observer = EventWaiter(.timedOut(.write))
        let responder = EchoResponder()
        try await withServer(limits: limits, responder: responder, observer: observer) {
            _,
            address in
            let client = try await RawClient.connect(to: address, reads: false)
            try await client.send((1...100).map { _ in .get("/large") }.joined())
            try await observer.seen()
            #expect(responder.asked.count < 50, "answers pile up for a client that takes none")
            try? await client.close()
        }
    }

    @Test func `connections over the limit are told so, and the others served`() async throws {
        let limits = HTTPLimits(maximumConnections: 1)
        try await withServer(limits: limits, responder: EchoResponder()) { _, address in
            let first = try await RawClient.connect(to: address)
            try await first.send(.get("/1"))
            _ = try await first.replies(1)
            let second = try await RawClient.connect(to: address)
            #expect(HTTPReply.all(in: try await second.textUntilClosed()).map(\.status) == [503])
            try await first.send(.get("/2"))
            #expect(try await first.replies(2).map(\.body) == ["/1", "/2"])
        }
    }

    @Test func `IPv6 is served`() async throws {
        let address = ListenAddress.tcp(host: "::1", port: 0)
        try await withServer(at: address, responder: EchoResponder()) { _, bound in
            let client = try await RawClient.connect(to: bound)
            try await client.send(.get("/6", "Connection: close"))
            #expect(try await client.textUntilClosed().hasSuffix("/6"))
        }
    }
}
