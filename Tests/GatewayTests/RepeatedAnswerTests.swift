import NIOCore
import NIOEmbedded
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import Gateway

/// Answers that are given again by the connection, without the responder.
@Suite struct RepeatedAnswerTests {
    let changes = ChangeCount()
    let wall = WallClock()

    /// A wall clock that is set by hand.
    final class WallClock: Sendable {
        private let moment = Mutex(testNow)

        var now: Timestamp { moment.withLock(\.self) }

        func advance(byMilliseconds milliseconds: Int64) {
            moment.withLock { $0.milliseconds += milliseconds }
        }
    }

    private func connection(_ changes: ChangeCount?) throws -> EmbeddedConnection {
        try EmbeddedConnection(changes: changes, now: { [wall] in wall.now })
    }

    /// A connection on which an answer is known that holds.
    private func warmConnection() throws -> EmbeddedConnection {
        let connection = try connection(changes)
        for _ in 0..<2 { try connection.send(.get("/held")) }
        _ = try connection.received()
        #expect(connection.responder.asked.count == 2)
        return connection
    }

    /// What whoever counts was told of.
    private static func finished(on connection: EmbeddedConnection) -> [FinishedRequest] {
        connection.observer.events.compactMap { event in
            if case .requestFinished(let request) = event { request } else { nil }
        }
    }

    @Test func `an answer asked for twice is given again, with an id of its own`() throws {
        let connection = try connection(changes)
        for _ in 0..<4 { try connection.send(.get("/held")) }
        let replies = try connection.replies()
        #expect(connection.responder.asked == ["/held", "/held"])
        #expect(replies.map(\.body) == Array(repeating: "/held", count: 4))
        #expect(Set(replies.map { $0.field("X-Request-Id") }).count == 4)
        let others = replies.map { reply in
            reply.head.split(separator: "\r\n").filter { !$0.hasPrefix("X-Request-Id: ") }
        }
        #expect(Set(others).count == 1)
    }

    @Test func `the client's own id is shown, and the moment it is given at`() throws {
        let connection = try warmConnection()
        wall.advance(byMilliseconds: 1_000)
        try connection.send(.get("/held", "X-Request-Id: mine"))
        let reply = try #require(try connection.replies().first)
        #expect(connection.responder.asked.count == 2)
        #expect(reply.field("X-Request-Id") == "mine")
        #expect(reply.field("Date") == wall.now.httpDate)
    }

    @Test func `whoever counts is told of it as of any other`() throws {
        let connection = try warmConnection()
        try connection.send(.get("/held", "X-Request-Id: mine"))
        let finished = Self.finished(on: connection)
        let (first, last) = (try #require(finished.first), try #require(finished.last))
        #expect(finished.count == 3)
        #expect(last.id == "mine")
        #expect(last.subject == first.subject)
        #expect(last.subject?.path == "/held")
        #expect((last.route, last.status, last.bytes) == (first.route, 200, 5))
        #expect(last.provenance == first.provenance)
    }

    @Test func `behind a proxy each is told of with its own client`() throws {
        let proxies = TrustedProxies(networks: [], trustsUnixSocket: true)
        let connection = try EmbeddedConnection(proxies: proxies, changes: changes)
        let clients = (1...4).map { "192.0.2.\($0)" }
        for client in clients { try connection.send(.get("/held", "X-Forwarded-For: \(client)")) }
        #expect(Self.finished(on: connection).map(\.subject?.client) == clients)
        #expect(connection.responder.asked.count == 2)
    }

    @Test func `after a change it is made anew`() throws {
        let connection = try warmConnection()
        changes.increment()
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 3)
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 3)
    }

    @Test func `what changes while it is made is not missed`() throws {
        let connection = try connection(changes)
        try connection.send(.get("/held"))
        connection.responder.whenAskedNext { [changes] in changes.increment() }
        for _ in 0..<2 { try connection.send(.get("/held")) }
        #expect(connection.responder.asked.count == 3)
    }

    @Test func `it is made anew when it holds no longer, by either clock`() throws {
        let connection = try warmConnection()
        connection.advance(.milliseconds(249))
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 2)
        connection.advance(.milliseconds(1))
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 3)
        wall.advance(byMilliseconds: 1_001)
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 4)
    }

    @Test(arguments: [
        "If-None-Match: \"a\"", "Cache-Control: no-cache", "Pragma: no-cache", "Prefer: wait=1",
    ])
    func `who asks for an answer of his own gets it`(_ field: String) throws {
        let connection = try warmConnection()
        for _ in 0..<2 { try connection.send(.get("/held", field)) }
        #expect(connection.responder.asked.count == 4)
        _ = try connection.received()
        try connection.send(.get("/held", method: "HEAD"))
        #expect(connection.responder.asked.count == 5)
        #expect(try connection.replies(toHead: true).last?.body == "")
    }

    @Test func `a large answer is given again whole`() throws {
        let connection = try connection(changes)
        for _ in 0..<4 { try connection.send(.get("/held/large")) }
        let replies = try connection.replies()
        #expect(connection.responder.asked.count == 2)
        #expect(replies.map(\.body.utf8.count) == Array(repeating: 1_000_000, count: 4))
        #expect(Self.finished(on: connection).map(\.bytes).suffix(1) == [1_000_000])
    }

    @Test func `a large answer is not given again while too much waits for slow clients`() throws {
        let budget = OutputBudget(maximum: 1)
        let connection = try EmbeddedConnection(budget: budget, changes: changes)
        for _ in 0..<3 { try connection.send(.get("/held/large")) }
        budget.change(by: 1)
        try connection.send(.get("/held/large"))
        #expect(try connection.replies().map(\.status) == [200, 200, 200, 503])
        #expect(connection.responder.asked.count == 3)
    }

    @Test func `who wants other media types is asked for anew`() throws {
        let connection = try warmConnection()
        for _ in 0..<3 { try connection.send(.get("/held", "Accept: a/b")) }
        #expect(connection.responder.asked.count == 4)
        for _ in 0..<3 { try connection.send(.get("/held", "Accept: a/c")) }
        #expect(connection.responder.asked.count == 6)
        for _ in 0..<3 { try connection.send(.get("/held", "Accept: a/b", "Accept: a/c")) }
        #expect(connection.responder.asked.count == 9)
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 9)
    }

    @Test func `what does not hold is never given again`() throws {
        let connection = try connection(changes)
        for _ in 0..<4 { try connection.send(.get("/other")) }
        #expect(connection.responder.asked.count == 4)
    }

    @Test func `where nobody counts changes nothing is given again`() throws {
        let connection = try connection(nil)
        for _ in 0..<4 { try connection.send(.get("/held")) }
        #expect(connection.responder.asked.count == 4)
    }

    @Test func `behind an answer that is waited for it waits its turn`() throws {
        let connection = try warmConnection()
        try connection.send(.get("/late/a"))
        try connection.send(.get("/held"))
        #expect(try connection.replies().isEmpty)
        connection.responder.finish("/late/a")
        connection.settle()
        #expect(try connection.replies().map(\.body) == ["/late/a", "/held"])
    }

    @Test func `while the server stops it is the last, and says so`() throws {
        let connection = try warmConnection()
        try connection.send("GET /held HTTP/1.1\r\n")
        connection.channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        try connection.send("Host: a\r\n\r\n")
        let reply = try #require(try connection.replies().first)
        #expect(reply.field("Connection") == "close")
        #expect(connection.responder.asked.count == 3)
    }

    @Test func `time for an idle connection begins with it`() throws {
        let connection = try warmConnection()
        let idle = TimeAmount.nanoseconds(HTTPLimits().idleTimeout.nanoseconds)
        connection.advance(.milliseconds(200))
        try connection.send(.get("/held"))
        #expect(connection.responder.asked.count == 2)
        connection.advance(idle - .milliseconds(1))
        #expect(connection.isOpen)
        connection.advance(.milliseconds(1))
        #expect(!connection.isOpen)
    }

    @Test func `a responder replaced counts as a change`() {
        let responder = ReplaceableResponder(EchoResponder(), changes: changes)
        responder.replace(with: EchoResponder())
        #expect(changes.current == 1)
    }
}
