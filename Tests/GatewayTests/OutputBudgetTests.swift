import NIOCore
import Testing

@testable import Gateway

@Suite struct OutputBudgetTests {
    private let budget = OutputBudget(maximum: 500_000)

    /// A connection that holds a million bytes behind an answer that waits.
    private func holdingConnection() throws -> EmbeddedConnection {
        let connection = try EmbeddedConnection(budget: budget)
        try connection.send(.get("/late") + .get("/large"))
        return connection
    }

    private func status(_ path: String) throws -> Int? {
        let connection = try EmbeddedConnection(budget: budget)
        try connection.send(.get(path))
        return try connection.replies().first?.status
    }

    @Test func `large answers are refused while others hold too much, small ones are not`() throws {
        let holding = try holdingConnection()
        #expect(try status("/large") == 503)
        #expect(try status("/small") == 200)
        holding.responder.finish("/late")
        holding.settle()
        #expect(try holding.replies().map(\.status) == [200, 200])
        #expect(try status("/large") == 200)
    }

    @Test func `what streams hold is counted until they end, and large ones are refused`() throws {
        let holding = try EmbeddedConnection(budget: budget)
        try holding.send(.get("/stream/2/9/600000"))
        #expect(try status("/large") == 503)
        #expect(try status("/stream/1/9/100000") == 503)
        #expect(try status("/stream/1/9/100") == 200)
        holding.settle()
        #expect(try holding.received().hasSuffix("0\r\n\r\n"))
        #expect(try status("/stream/1/9/100000") == 200)
    }

    @Test func `an answer refused keeps its route and what its asker is told`() throws {
        let holding = try holdingConnection()
        let refused = try EmbeddedConnection(budget: budget)
        try refused.send(.get("/stream/1/9/100000"))
        let text = try refused.received()
        #expect(text.hasPrefix("HTTP/1.1 503 "))
        #expect(text.contains("\r\nVary: Accept\r\n"))
        #expect(text.contains("\r\nRateLimit: \"client\";r=1;t=1\r\n"))
        let routes = refused.observer.events.compactMap { event in
            if case .requestFinished(let request) = event { request.route } else { nil }
        }
        #expect(routes == [.agents])
        #expect(holding.isOpen)
    }

    @Test func `an answer that would come later is refused with what its asker is told`() throws {
        let holding = try holdingConnection()
        let refused = try EmbeddedConnection(budget: budget)
        try refused.send(.get("/late/large"))
        let text = try refused.received()
        #expect(text.hasPrefix("HTTP/1.1 503 "))
        #expect(text.contains("\r\nRateLimit: \"client\";r=1;t=1\r\n"))
        #expect(refused.responder.withdrawn == ["/late/large"])
        #expect(holding.isOpen)
    }

    @Test func `a connection that goes gives back what it held`() throws {
        let holding = try holdingConnection()
        #expect(try status("/large") == 503)
        try holding.channel.close().wait()
        #expect(holding.responder.withdrawn == ["/late"])
        #expect(try status("/large") == 200)
    }
}
