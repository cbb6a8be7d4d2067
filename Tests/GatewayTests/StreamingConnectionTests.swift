import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

@testable import Gateway

@Suite struct StreamingConnectionTests {
    /// The bytes of the bodies that were handed to the socket.
    private func ended(_ connection: EmbeddedConnection) -> [Int] {
        connection.observer.events.compactMap { event in
            if case .requestFinished(let request) = event { request.bytes } else { nil }
        }
    }

    private func takeAgain(_ connection: EmbeddedConnection) {
        connection.channel.isWritable = true
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.settle()
    }

    @Test func `a stream is chunks, one a page, and the connection stays`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/2/18"))
        connection.settle()
        let text = try connection.received()
        let page = "12\r\n" + String(repeating: "p", count: 18) + "\r\n"
        #expect(text.hasSuffix("\r\n\r\n\(page)\(page)0\r\n\r\n"))
        #expect(text.contains("\r\nTransfer-Encoding: chunked\r\n"))
        #expect(!text.contains("Content-Length"))
        try connection.send(.get("/1"))
        #expect(try connection.replies().map(\.body) == ["/1"])
    }

    @Test func `a stream to HTTP 1.0 ends with the connection`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/2/3", version: "1.0", "Connection: keep-alive"))
        connection.settle()
        let text = try connection.received()
        #expect(text.hasSuffix("\r\n\r\npppppp"))
        #expect(text.contains("\r\nConnection: close\r\n"))
        #expect(!text.contains("Transfer-Encoding") && !text.contains("Content-Length"))
        #expect(!connection.isOpen)
    }

    @Test func `HEAD of a stream makes no page`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/2/3", method: "HEAD") + .get("/1"))
        connection.settle()
        let text = try connection.received()
        #expect(text.contains("\r\n\r\nHTTP/1.1 200 OK\r\n"))
        #expect(text.ranges(of: "Content-Length").count == 1)
        #expect(connection.responder.pages == 0)
    }

    @Test func `an empty page is no chunk`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/3/0"))
        connection.settle()
        #expect(try connection.received().hasSuffix("\r\n\r\n0\r\n\r\n"))
        #expect(connection.responder.pages == 3)
    }

    @Test func `no page is made for a client that takes nothing, and all once it does`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/5/3"))
        #expect(connection.responder.pages == 1)
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.settle()
        #expect(connection.responder.pages == 1)
        takeAgain(connection)
        #expect(connection.responder.pages == 5)
        #expect(try connection.received().hasSuffix("0\r\n\r\n"))
    }

    @Test func `after some pages the other connections have their turn`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/20/3"))
        connection.settle()
        #expect(connection.responder.pages == Streaming.pagesATurn)
        connection.advance(ConnectionHandler.turn - .nanoseconds(1))
        #expect(connection.responder.pages == Streaming.pagesATurn)
        connection.advance(.nanoseconds(1))
        #expect(connection.responder.pages == 2 * Streaming.pagesATurn)
        connection.advance(ConnectionHandler.turn)
        #expect(try connection.received().hasSuffix("\r\n0\r\n\r\n"))
    }

    @Test func `of a stream no more than 16 KiB wait for the socket before the pages stop`() throws
    {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/5/3"))
        let marks = connection.channel.options.compactMap {
            $0.value as? ChannelOptions.Types.WriteBufferWaterMark
        }
        #expect(marks.map(\.high) == [AgentLines.pageBytes])
    }

    @Test func `a stream that is finished is counted with its bytes, and not before`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/2/3"))
        #expect(ended(connection) == [])
        connection.settle()
        #expect(ended(connection) == [6])
    }

    @Test func `a stream whose client goes is given up`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/9/3"))
        try connection.channel.close().wait()
        connection.settle()
        #expect(connection.responder.pages == 1)
        #expect(connection.observer.events.contains(.requestAbandoned))
        #expect(ended(connection) == [])
    }

    @Test func `a client that takes nothing of a stream is closed in time`() throws {
        let connection = try EmbeddedConnection(limits: HTTPLimits(writeTimeout: .seconds(30)))
        try connection.send(.get("/stream/9/3"))
        connection.channel.isWritable = false
        connection.channel.pipeline.fireChannelWritabilityChanged()
        connection.advance(.seconds(29))
        #expect(connection.isOpen)
        connection.advance(.seconds(1))
        #expect(!connection.isOpen)
        #expect(connection.observer.events.contains(.timedOut(.write)))
    }

    @Test func `a stream under way when the server stops is finished, then the connection ends`()
        throws
    {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/stream/3/3"))
        connection.channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        connection.settle()
        #expect(try connection.received().hasSuffix("0\r\n\r\n"))
        #expect(!connection.isOpen)
    }

    @Test func `large bodies are refused while all together hold too much`() throws {
        let budget = OutputBudget(maximum: 500_000)
        let holding = try EmbeddedConnection(budget: budget)
        try holding.send(.get("/late") + .get("/large"))
        let body = String(repeating: "b", count: 100_000)
        let refused = try EmbeddedConnection(budget: budget)
        try refused.send(.get("/1", method: "POST", "Content-Length: 100000") + body)
        #expect(try refused.replies().map(\.status) == [503])
        let small = try EmbeddedConnection(budget: budget)
        try small.send(.get("/1", method: "POST", "Content-Length: 3") + "abc")
        #expect(try small.replies().map(\.status) == [200])
    }

    @Test func `bodies on their way count against what all may hold`() throws {
        let budget = OutputBudget(maximum: 90_000)
        let sending = try EmbeddedConnection(budget: budget)
        let body = String(repeating: "b", count: 100_000)
        try sending.send(.get("/1", method: "POST", "Content-Length: 100001") + body)
        let other = try EmbeddedConnection(budget: budget)
        try other.send(.get("/large"))
        #expect(try other.replies().map(\.status) == [503])
        try sending.channel.close().wait()
        let later = try EmbeddedConnection(budget: budget)
        try later.send(.get("/large"))
        #expect(try later.replies().map(\.status) == [200])
    }

    @Test func `a real client that reads nothing stops the pages, whatever the socket holds`()
        async throws
    {
        let responder = EchoResponder()
        let waiter = EventWaiter(.timedOut(.write))
        let limits = HTTPLimits(writeTimeout: .milliseconds(300))
        try await withServer(limits: limits, responder: responder, observer: waiter) { _, address in
            let client = try await RawClient.connect(to: address, reads: false)
            try await client.send(.get("/stream/4000/32768"))
            try await waiter.seen()
            #expect((1..<4_000).contains(responder.pages))
            try await client.close()
        }
    }

    @Test func `a real client that reads gets every page`() async throws {
        let responder = EchoResponder()
        try await withServer(responder: responder) { _, address in
            let client = try await RawClient.connect(to: address)
            try await client.send(.get("/stream/40/32768", "Connection: close"))
            let text = try await client.textUntilClosed()
            #expect(text.utf8.count { $0 == UInt8(ascii: "p") } >= 40 * 32_768)
            #expect(text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }
}
