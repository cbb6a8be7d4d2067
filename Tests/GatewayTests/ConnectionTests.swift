import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct ConnectionTests {
    @Test func `an answer has date, type, length and request id, in one buffer`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/a"))
        let buffer = try #require(try connection.channel.readOutbound(as: ByteBuffer.self))
        #expect(
            String(buffer: buffer) == """
                HTTP/1.1 200 OK\r
                Date: Mon, 23 Nov 2026 08:02:35 GMT\r
                X-Request-Id: 0000000000005eed-7-1\r
                Content-Type: text/plain\r
                Content-Length: 2\r
                \r
                /a
                """
        )
        #expect(connection.isOpen)
    }

    @Test func `200 requests are answered on one connection`() throws {
        let connection = try EmbeddedConnection()
        for number in 1...200 {
            try connection.send(.get("/\(number)"))
            #expect(try connection.replies().map(\.body) == ["/\(number)"])
        }
        #expect(connection.isOpen)
    }

    @Test func `a request that comes byte by byte is answered once`() throws {
        let connection = try EmbeddedConnection()
        for byte in String.get("/slow").unicodeScalars { try connection.send(String(byte)) }
        #expect(try connection.replies().map(\.body) == ["/slow"])
    }

    @Test func `a large body follows its head in a second buffer`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/large"))
        let head = try #require(try connection.channel.readOutbound(as: ByteBuffer.self))
        let body = try #require(try connection.channel.readOutbound(as: ByteBuffer.self))
        #expect(String(buffer: head).contains("Content-Length: 1000000\r\n"))
        #expect(body.readableBytes == 1_000_000)
    }

    @Test func `HEAD gets the length and no body`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/head", method: "HEAD") + .get("/next"))
        let text = try connection.received()
        #expect(
            text.contains(
                "X-Request-Id: 0000000000005eed-7-1\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nHTTP"
            )
        )
        #expect(text.hasSuffix("\r\n\r\n/next"))
    }

    @Test func `pipelined answers keep the order of their requests`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/late/1") + .get("/2") + .get("/late/3") + .get("/4"))
        #expect(try connection.received() == "")
        #expect(connection.responder.asked == ["/late/1", "/2", "/late/3", "/4"])
        connection.responder.finish("/late/3")
        connection.settle()
        #expect(try connection.received() == "")
        connection.responder.finish("/late/1")
        connection.settle()
        #expect(try connection.replies().map(\.body) == ["/late/1", "/2", "/late/3", "/4"])
    }

    @Test func `no more than the allowed number of pipelined requests is under way`() throws {
        let connection = try EmbeddedConnection(limits: HTTPLimits(maximumPipelinedRequests: 3))
        let all = (1...10).map { "/late/\($0)" }
        try connection.send(all.map { .get($0) }.joined())
        #expect(connection.responder.asked == Array(all.prefix(3)))
        for path in all {
            connection.responder.finish(path)
            connection.settle()
        }
        #expect(try connection.replies().map(\.body) == all)
    }

    @Test func `Connection: close is obeyed and what follows is not answered`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1", "Connection: close") + .get("/2"))
        let replies = try connection.replies()
        #expect(replies.map(\.body) == ["/1"])
        #expect(replies.first?.field("connection") == "close")
        #expect(!connection.isOpen)
    }

    @Test func `HTTP/1.0 is closed after the answer`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/old", version: "1.0"))
        #expect(try connection.replies().map { $0.field("connection") } == ["close"])
        #expect(!connection.isOpen)
    }

    @Test func `HTTP/1.0 with keep-alive is kept alive and told so`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/old", version: "1.0", "Connection: keep-alive"))
        #expect(try connection.replies().map { $0.field("connection") } == ["keep-alive"])
        #expect(connection.isOpen)
    }

    @Test func `a sane request id is taken over, another is not`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1", "X-Request-ID: 3f-a_B.~:/+=@9"))
        try connection.send(.get("/2", "X-Request-ID: a\"b"))
        try connection.send(.get("/3", "X-Request-ID: \(String(repeating: "a", count: 129))"))
        let ids = try connection.replies().map { $0.field("x-request-id") }
        #expect(ids == ["3f-a_B.~:/+=@9", "0000000000005eed-7-1", "0000000000005eed-7-2"])
    }

    @Test func `a body on GET is read and the next request is found behind it`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1", "Content-Length: 5") + "hello" + .get("/2"))
        try connection.send(
            .get("/3", "Transfer-Encoding: chunked") + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
        )
        #expect(try connection.replies().map(\.body) == ["/1", "/2", "/3"])
        #expect(connection.responder.bodies == ["hello", "", "abc"])
    }

    @Test func `who expects 100 is told to go on, behind the answers before`() throws {
        let connection = try EmbeddedConnection()
        let second = String.get("/2", method: "PUT", "Content-Length: 2", "Expect: 100-continue")
        try connection.send(.get("/late/1") + second)
        #expect(try connection.received() == "")
        connection.responder.finish("/late/1")
        connection.settle()
        #expect(try connection.received().hasSuffix("/late/1HTTP/1.1 100 Continue\r\n\r\n"))
        try connection.send("ab")
        #expect(try connection.replies().map(\.body) == ["/2"])
    }

    @Test func `an upgrade is not taken and the connection closed`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1", "Connection: Upgrade", "Upgrade: h2c"))
        #expect(try connection.replies().map { $0.field("connection") } == ["close"])
        #expect(!connection.isOpen)
    }

    @Test func `the finished request is told with route, status and duration`() throws {
        let connection = try EmbeddedConnection()
        try connection.send("GET /late HTTP/1.1\r\n")
        connection.advance(.milliseconds(3))
        try connection.send("Host: a\r\n\r\n")
        connection.advance(.milliseconds(4))
        connection.responder.finish("/late")
        connection.settle()
        let finished = FinishedRequest(
            id: "0000000000005eed-7-1",
            subject: RequestSubject(method: "GET", path: "/late"),
            route: .health,
            status: 200,
            bytes: 5,
            duration: .milliseconds(7)
        )
        #expect(connection.observer.events == [.connectionOpened, .requestFinished(finished)])
    }

    @Test func `a request whose client is gone is withdrawn`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/late/1") + .get("/late/2"))
        connection.channel.close(promise: nil)
        connection.settle()
        #expect(connection.responder.withdrawn == ["/late/1", "/late/2"])
        connection.responder.finish("/late/1")
        connection.settle()
        #expect(connection.observer.events.suffix(2) == [.requestAbandoned, .connectionClosed])
    }
}
