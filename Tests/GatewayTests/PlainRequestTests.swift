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
