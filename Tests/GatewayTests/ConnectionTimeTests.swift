import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct ConnectionTimeTests {
    private let limits = HTTPLimits(
        headTimeout: .seconds(10),
        idleTimeout: .seconds(75),
        writeTimeout: .seconds(30)
    )

    @Test func `half a request and silence is 408 after the head time-out`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send("GET / HT")
        connection.advance(.milliseconds(9_999))
        #expect(connection.isOpen)
        connection.advance(.milliseconds(1))
        #expect(try connection.replies().map(\.status) == [408])
        #expect(!connection.isOpen)
        #expect(connection.observer.events.contains(.timedOut(.head)))
    }

    @Test func `a slow drip does not extend the head time-out`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        for _ in 0..<9 {
            try connection.send("G")
            connection.advance(.milliseconds(100))
            if !connection.isOpen { break }
        }
        let dripping = try EmbeddedConnection(limits: limits)
        try dripping.send("GET /")
        for _ in 0..<9 {
            dripping.advance(.seconds(1))
            try dripping.send("a")
        }
        #expect(dripping.isOpen)
        dripping.advance(.seconds(1))
        #expect(try dripping.replies().map(\.status) == [408])
    }

    @Test func `the head behind a request in the same read has its own time`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send(.get("/1") + "GET /2")
        #expect(try connection.replies().map(\.status) == [200])
        connection.advance(.seconds(10))
        #expect(try connection.replies().map(\.status) == [408])
    }

    @Test func `a body that does not come is 408`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send(.get("/1", "Content-Length: 5") + "abc")
        connection.advance(.seconds(10))
        #expect(try connection.replies().map(\.status) == [408])
        #expect(!connection.isOpen)
    }

    @Test func `an idle connection is closed without a word`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        connection.advance(.seconds(70))
        try connection.send(.get("/1"))
        _ = try connection.received()
        connection.advance(.seconds(74))
        #expect(connection.isOpen)
        connection.advance(.seconds(1))
        #expect(!connection.isOpen)
        #expect(try connection.received() == "")
        #expect(connection.observer.events.suffix(2) == [.timedOut(.idle), .connectionClosed])
    }

    @Test func `line ends alone begin no request`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send("\r\n\r\n")
        connection.advance(.seconds(20))
        #expect(connection.isOpen)
        try connection.send(.get("/1"))
        #expect(try connection.replies().map(\.status) == [200])
    }

    @Test func `a request that waits for its answer is not idle`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send(.get("/late"))
        connection.advance(.hours(1))
        #expect(connection.isOpen)
        connection.responder.finish("/late")
        connection.settle()
        #expect(try connection.replies().map(\.status) == [200])
    }

    @Test func `a client that takes nothing is closed`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.advance(.seconds(29))
        #expect(connection.isOpen)
        connection.advance(.seconds(1))
        #expect(!connection.isOpen)
        #expect(connection.observer.events.contains(.timedOut(.write)))
    }

    @Test func `nothing is asked for a client that takes nothing`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        try connection.send(.get("/1"))
        #expect(connection.responder.asked == [])
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try connection.replies().map(\.body) == ["/1"])
    }

    @Test func `an idle connection is closed soon after the server begins to stop`() throws {
        let connection = try EmbeddedConnection(limits: limits)
        connection.channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        #expect(connection.isOpen)
        connection.advance(.milliseconds(50))
        #expect(!connection.isOpen)
        #expect(!connection.observer.events.contains(.timedOut(.idle)))
    }

    @Test func `a request on its way when the server stops is answered, the last with close`()
        throws
    {
        let connection = try EmbeddedConnection(limits: limits)
        try connection.send(.get("/late/1") + "GET /2 HTTP/1.1\r\n")
        connection.channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        connection.responder.finish("/late/1")
        connection.settle()
        #expect(try connection.replies().map { $0.field("connection") } == [nil])
        connection.advance(.seconds(1))
        try connection.send("Host: a\r\n\r\n")
        #expect(try connection.replies().map { $0.field("connection") } == ["close"])
        #expect(!connection.isOpen)
    }
}
