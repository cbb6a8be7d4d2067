import StatusEngine
import Testing

@testable import Gateway

/// Requests that are taken without the parser, between requests that are not.
@Suite struct PlainRequestTests {
    @Test func `plain requests and others take turns`() throws {
        let connection = try EmbeddedConnection()
        let post =
            "POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
        for round in 1...3 {
            try connection.send(.get("/plain/\(round)"))
            try connection.send(.get("/folded/\(round)", "X-A:  "))
            try connection.send(post)
            try connection.send(.get("/again/\(round)"))
            #expect(
                try connection.replies().map(\.body)
                    == ["/plain/\(round)", "/folded/\(round)", "/post", "/again/\(round)"]
            )
        }
        #expect(connection.isOpen)
    }

    @Test func `what looks like a request within the fields of another is none`() throws {
        let connection = try EmbeddedConnection()
        try connection.send("GET /first HTTP/1.1\r\nHost: a\r\nX: ")
        try connection.send("GET /second HTTP/1.1\r\nX-Host: b\r\n\r\n")
        #expect(connection.responder.asked == ["/first"])
    }

    @Test func `what looks like a request within a body is none`() throws {
        let connection = try EmbeddedConnection()
        let inner = String.get("/inner")
        try connection.send(
            "POST /outer HTTP/1.1\r\nHost: a\r\nContent-Length: \(inner.utf8.count)\r\n\r\n"
        )
        try connection.send(inner)
        #expect(connection.responder.asked == ["/outer"])
        #expect(connection.responder.bodies == [inner])
    }

    @Test func `a head begun behind a body goes on whatever its rest looks like`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxGET /b HTTP/1.1\r\nHost: a\r\nX: "
        )
        try connection.send(.get("/c"))
        #expect(connection.responder.asked == ["/a"])
        #expect(try connection.replies().map(\.status) == [200, 400])
    }

    @Test func `behind a request that comes with its first half the second is waited for`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/a") + "GET /b HTTP/1.1\r\nHost: a\r\n")
        try connection.send("\r\n")
        try connection.send(.get("/c"))
        #expect(try connection.replies().map(\.body) == ["/a", "/b", "/c"])
    }

    @Test func `behind trailers the parser goes on, since it may hold to what they say`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nConnection: close\r\n\r\n"
        )
        try connection.send(.get("/b"))
        #expect(connection.responder.asked == ["/a"])
        #expect(try connection.replies().map(\.status) == [200, 400])
        #expect(!connection.isOpen)
    }

    @Test func `while an answer is waited for a plain request waits behind it`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/late/a"))
        try connection.send(.get("/b"))
        #expect(try connection.replies().isEmpty)
        connection.responder.finish("/late/a")
        connection.settle()
        #expect(try connection.replies().map(\.body) == ["/late/a", "/b"])
    }
}

// MARK: - However it is cut

extension PlainRequestTests {
    /// What comes of bytes that arrive in these pieces.
    private static func outcome(of pieces: [ArraySlice<UInt8>]) throws -> [String] {
        let connection = try EmbeddedConnection()
        for piece in pieces { try connection.send(String(decoding: piece, as: UTF8.self)) }
        let answers = try connection.replies()
            .map { "\($0.status) \($0.status == 200 ? $0.body : "")" }
        return connection.responder.asked + answers + [connection.isOpen ? "open" : "closed"]
    }

    @Test(arguments: 0..<20)
    func `what comes of requests does not depend on how they are cut`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let requests = (0..<6).map { Self.request($0, &random) }
            let bytes = Array(requests.joined().utf8)
            var cuts = Set((0..<3).map { _ in Int.random(in: 0...bytes.count, using: &random) })
            var end = 0
            for request in requests {
                end += request.utf8.count
                if Int.random(in: 0..<4, using: &random) > 0 { cuts.insert(end) }
            }
            let bounds = [0] + cuts.sorted() + [bytes.count]
            let pieces = zip(bounds, bounds.dropFirst()).map { bytes[$0..<$1] }
            let whole = try Self.outcome(of: pieces.filter { !$0.isEmpty })
            let singly = try Self.outcome(of: bytes.indices.map { bytes[$0...$0] })
            #expect(whole == singly, "\(requests) cut at \(bounds)")
        }
    }

    /// A request of some kind; most are plain.
    private static func request(_ number: Int, _ random: inout SplitMix64) -> String {
        let chunked = "POST /\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return "\r\n" + .get("/\(number)")
        case 1: return .get("/\(number)", "X: a ")
        case 2: return .get("/\(number)", version: "1.0", "Host: a", "Connection: keep-alive")
        case 3: return .get("/\(number)", "Connection: close")
        case 4: return "POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\r\n\r\nx"
        case 5: return chunked + "3\r\nGET\r\n0\r\n\r\n"
        case 6: return chunked + "0\r\nX: a\r\n\r\n"
        case 7: return chunked + "0\r\nConnection: close\r\n\r\n"
        case 8: return "GET /\(number) HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"
        case 9: return .get("/\(number)", "Content-Length: 0")
        default: return .get("/\(number)", "Accept: */*")
        }
    }
}
