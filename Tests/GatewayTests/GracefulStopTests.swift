import Gateway
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(1))) struct GracefulStopTests {
    @Test func `what was begun is answered, what is idle closed, nothing new accepted`()
        async throws
    {
        let responder = EchoResponder()
        try await withServer(responder: responder) { server, address in
            let busy = try await RawClient.connect(to: address)
            let idle = try await RawClient.connect(to: address)
            let partial = try await RawClient.connect(to: address)
            try await idle.send(.get("/1"))
            _ = try await idle.replies(1)
            try await partial.send(.get("/2") + "GET /3 HTTP/1.1\r\n")
            _ = try await partial.replies(1)
            try await busy.send(.get("/late"))
            try await responder.whenAsked("/late")
            async let stopped: Void = server.stop(within: .seconds(50))
            #expect(HTTPReply.all(in: try await idle.textUntilClosed()).count == 1)
            await #expect(throws: (any Error).self) { try await RawClient.connect(to: address) }
            try await partial.send("Host: a\r\n\r\n")
            let parts = HTTPReply.all(in: try await partial.textUntilClosed())
            #expect(parts.map(\.body) == ["/2", "/3"])
            responder.finish("/late")
            let last = HTTPReply.all(in: try await busy.textUntilClosed())
            #expect(last.map(\.body) == ["/late"])
            #expect(last.first?.field("connection") == "close")
            await stopped
        }
    }

    @Test func `after the grace time the rest is closed and withdrawn`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { server, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/late"))
            try await responder.whenAsked("/late")
            await server.stop(within: .milliseconds(10))
            #expect(try await client.textUntilClosed() == "")
            #expect(responder.withdrawn == ["/late"])
        }
    }

    @Test func `answers given at the end of the grace time are still written`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { server, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/late"))
            try await responder.whenAsked("/late")
            await server.stop(within: .milliseconds(10)) { responder.finish("/late") }
            let replies = HTTPReply.all(in: try await client.textUntilClosed())
            #expect(replies.map(\.body) == ["/late"])
            #expect(replies.first?.field("connection") == "close")
            #expect(responder.withdrawn == [])
        }
    }

    @Test func `where nothing waits the grace time does not come to its end`() async throws {
        try await withServer(responder: EchoResponder()) { server, _ in
            await server.stop(within: .seconds(50)) { Issue.record("nothing waits") }
        }
    }

    @Test func `a second stop finds nothing to do while the first still waits`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { server, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/late"))
            try await responder.whenAsked("/late")
            async let stopped: Void = server.stop(within: .seconds(50))
            await #expect(throws: (any Error).self) {
                while true { _ = try await RawClient.connect(to: address) }
            }
            await server.stop(within: .zero) { Issue.record("the first stop has all the say") }
            responder.finish("/late")
            let replies = HTTPReply.all(in: try await client.textUntilClosed())
            #expect(replies.map(\.body) == ["/late"])
            await stopped
        }
    }
}
