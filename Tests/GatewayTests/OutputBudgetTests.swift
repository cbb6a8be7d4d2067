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

    @Test func `a connection that goes gives back what it held`() throws {
        let holding = try holdingConnection()
        #expect(try status("/large") == 503)
        try holding.channel.close().wait()
        #expect(holding.responder.withdrawn == ["/late"])
        #expect(try status("/large") == 200)
    }
}
