import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct ConnectionMisuseTests {
    /// Sends a text, expects one problem and a closed connection, and gives the status back.
    private func status(_ text: String, limits: HTTPLimits = HTTPLimits()) throws -> Int? {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send(text)
        let replies = try connection.replies()
        #expect(replies.count == 1)
        #expect(replies.first?.field("connection") == "close")
        #expect(replies.first?.field("content-type") == "application/problem+json")
        #expect(replies.first?.body.contains("\"requestId\":") == true)
        #expect(!connection.isOpen)
        #expect(connection.responder.asked == [])
        return replies.first?.status
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:port\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
    ])
    func `a missing, repeated or malformed Host is 400`(_ text: String) throws {
        #expect(try status(text) == 400)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\u{0}c\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
        "GET / JTTP/1.1\r\nHost: a\r\n\r\n",
        "BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
        "get / HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `a malformed request is 400`(_ text: String) throws {
        #expect(try status(text) == 400)
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
    ])
    func `a request two readers could frame differently is 400`(_ text: String) throws {
        #expect(try status(text) == 400)
    }

    @Test func `a broken chunk is 400`() throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try status(head + "zz\r\n") == 400)
        #expect(try status(head + "-1\r\n") == 400)
        #expect(try status(head + "1\r\nabc\r\n") == 400)
    }

    @Test(arguments: [
        "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    ])
    func `CONNECT and an unknown transfer coding are 501`(_ text: String) throws {
        #expect(try status(text) == 501)
    }

    @Test(arguments: ["2.0", "0.9", "1.2", "3.0"])
    func `another version is 400`(_ version: String) throws {
        #expect(try status("GET / HTTP/\(version)\r\nHost: a\r\n\r\n") == 400)
    }

    @Test func `the preface of HTTP/2 is 400`() throws {
        #expect(try status("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 400)
    }

    @Test func `an unknown expectation is 417`() throws {
        #expect(try status(.get("/", "Expect: magic")) == 417)
    }

    @Test func `a target over the limit is 431, in one piece and in many`() throws {
        let target = "/" + String(repeating: "a", count: 100_000)
        #expect(try status(.get(target)) == 431)
        #expect(try status(.get("/" + String(repeating: "a", count: 16_384))) == 431)
        let connection = try EmbeddedConnection()
        try connection.send("GET /")
        for _ in 0..<50 { try connection.send(String(repeating: "a", count: 1_000)) }
        #expect(try connection.replies().map(\.status) == [431])
    }

    @Test func `10,000 headers are 431`() throws {
        let fields = (1...10_000).map { "X-\($0): a\r\n" }.joined()
        #expect(try status("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") == 431)
    }

    @Test func `a header over the limit is 431, in one piece and in many`() throws {
        let value = String(repeating: "a", count: 40_000)
        #expect(try status(.get("/", "X: \(value)")) == 431)
        let connection = try EmbeddedConnection()
        try connection.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
        for _ in 0..<50 { try connection.send(String(repeating: "a", count: 1_000)) }
        #expect(try connection.replies().map(\.status) == [431])
    }

    @Test func `a body over the limit is 413, told or counted`() throws {
        let limits = HTTPLimits(maximumBodyBytes: 4)
        #expect(try status(.get("/", "Content-Length: 5"), limits: limits) == 413)
        let chunked = String.get("/", "Transfer-Encoding: chunked") + "3\r\nabc\r\n2\r\nde\r\n"
        #expect(try status(chunked, limits: limits) == 413)
        let expecting = String.get("/", "Content-Length: 5", "Expect: 100-continue")
        #expect(try status(expecting, limits: limits) == 413)
    }

    @Test func `what was asked before a fault is answered before it`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/late/1") + .get("/2") + "BREW / HTTP/1.1\r\n\r\n" + .get("/4"))
        connection.responder.finish("/late/1")
        connection.settle()
        #expect(try connection.replies().map(\.status) == [200, 200, 400])
        #expect(!connection.isOpen)
    }

    @Test func `absolute form and the asterisk form are understood`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(
            .get("http://b:80/x?y") + .get("HTTPS://[::1]") + .get("*", method: "OPTIONS")
        )
        #expect(connection.responder.asked == ["/x", "/", "*"])
    }

    @Test func `OPTIONS of a URL without path and query is the asterisk form`() throws {
        let connection = try EmbeddedConnection()
        for target in ["http://b", "http://b?y", "http://b/"] {
            try connection.send(.get(target, method: "OPTIONS"))
        }
        #expect(connection.responder.asked == ["*", "/", "/"])
    }

    @Test func `a trailer over the limit is 431, in one piece and in many`() throws {
        let head: String = .get("/", "Transfer-Encoding: chunked")
        let trailer = "0\r\nX: " + String(repeating: "a", count: 40_000)
        #expect(try status(head + trailer) == 431)
        let connection = try EmbeddedConnection()
        try connection.send(head)
        try connection.send(trailer)
        #expect(try connection.replies().map(\.status) == [431])
    }

    @Test func `a connection one too many is told so and closed`() throws {
        let connection = try EmbeddedConnection(fault: .tooManyConnections)
        let reply = try #require(try connection.replies().first)
        #expect(reply.status == 503)
        #expect(reply.field("retry-after") == "1")
        #expect(!connection.isOpen)
        #expect(connection.observer.events.first == .connectionRefused)
    }
}
