import NIOCore
import Testing

@testable import Gateway

/// What a client is told must not depend on how TCP cut its bytes.
@Suite struct HeadCutTests {
    private static let narrow = HTTPLimits(
        maximumHeadBytes: 128,
        maximumHeaderCount: 4,
        maximumTargetBytes: 32
    )

    /// Sends pieces one after the other and gives the statuses of all answers.
    private func statuses(_ pieces: [String]) throws -> [Int] {
        let connection = try EmbeddedConnection(limits: Self.narrow)
        for piece in pieces { try connection.send(piece) }
        let replies = try connection.replies()
        let isRefused = replies.last.map { $0.status >= 400 } ?? false
        #expect(connection.isOpen != isRefused)
        return replies.map(\.status)
    }

    /// The text in two pieces, cut at each of its bytes, and byte by byte.
    private func cuts(_ text: String) -> [[String]] {
        let bytes = Array(text.utf8)
        let halves = (1..<bytes.count)
            .map { place in
                [bytes[..<place], bytes[place...]].map { String(decoding: $0, as: UTF8.self) }
            }
        return [[text]] + halves + [bytes.map { String(decoding: [$0], as: UTF8.self) }]
    }

    private func expect(_ statuses: [Int], of text: String) throws {
        for pieces in cuts(text) {
            #expect(try self.statuses(pieces) == statuses, "\(pieces)")
        }
    }

    @Test(
        arguments: [
            .get("/1"), .get("/1", version: "1.0", "Connection: keep-alive"), .get("/1") + "\r\n",
            "\r\n" + .get("/1"), .get("/1", "Content-Length: 3") + "abc",
            .get("/1", "Transfer-Encoding: chunked") + "3\r\nabc\r\n0\r\n\r\n", .get("http://b/1"),
        ] as [String]
    )
    func `a good request is answered however it was cut`(_ text: String) throws {
        try expect([200], of: text)
    }

    @Test(arguments: [
        "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "get / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "GET / HTTP/0.9\r\nHost: a\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET / JTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    ])
    func `a request that breaks the grammar is 400 however it was cut`(_ text: String) throws {
        try expect([400], of: text)
    }

    @Test(
        arguments: [
            .get("/" + String(repeating: "a", count: 32)),
            .get("/" + String(repeating: "a", count: 200)),
            .get("/1", "X: " + String(repeating: "a", count: 200)),
            .get("/1", "A: 1", "B: 2", "C: 3", "D: 4", "E: 5"),
        ] as [String]
    )
    func `a target or head too long is 431 however it was cut`(_ text: String) throws {
        try expect([431], of: text)
    }

    @Test(arguments: ["\r", "\n", "\r\n", "\n\n", "\r\n\r\n", "\r\n\r\n\r\n\r"])
    func `line ends behind a request begin no head`(_ stray: String) throws {
        for pieces in cuts(.get("/1") + stray) {
            let connection = try EmbeddedConnection()
            for piece in pieces { try connection.send(piece) }
            #expect(try connection.replies().map(\.status) == [200])
            connection.advance(.seconds(30))
            #expect(connection.isOpen, "\(pieces)")
            #expect(!connection.observer.events.contains(.timedOut(.head)), "\(pieces)")
            try connection.send(.get("/2"))
            #expect(try connection.replies().map(\.body) == ["/2"], "\(pieces)")
        }
    }
}
