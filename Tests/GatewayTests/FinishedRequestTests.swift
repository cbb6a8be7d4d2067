import NIOCore
import Testing

@testable import Gateway

@Suite struct FinishedRequestTests {
    private func finished(_ connection: EmbeddedConnection) -> [FinishedRequest] {
        connection.observer.events.compactMap { event in
            if case .requestFinished(let request) = event { request } else { nil }
        }
    }

    @Test func `a finished request tells method and path, never the query`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1?key=secret", "X-Request-Id: mine", "Authorization: secret"))
        let request = try #require(finished(connection).first)
        #expect(request.id == "mine")
        #expect(request.subject == RequestSubject(method: "GET", path: "/1"))
        #expect(request.bytes == 2)
    }

    @Test func `a body that is not written is not counted`() throws {
        let connection = try EmbeddedConnection()
        try connection.send(.get("/1", method: "HEAD"))
        #expect(finished(connection).map(\.bytes) == [0])
    }

    @Test func `what fails in the body still has its subject`() throws {
        let connection = try EmbeddedConnection(limits: HTTPLimits(maximumBodyBytes: 2))
        let head = "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        try connection.send(head + "5\r\nabcde\r\n0\r\n\r\n")
        let late = try EmbeddedConnection()
        try late.send("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc")
        late.advance(.minutes(1))
        for (connection, path, problem) in [
            (connection, "/1", ProblemCode.contentTooLarge), (late, "/2", .requestTimeout),
        ] {
            let request = try #require(finished(connection).first)
            #expect(request.subject == RequestSubject(method: "POST", path: path))
            #expect(request.provenance.problem == problem)
        }
    }

    @Test func `who sent a request is known when its answer is written, also behind another's`() {
        var driver = StateDriver()
        driver.read("/1", "/2")
        var clients: [String?] = []
        while let step = driver.state.next(now: driver.now) {
            switch step {
            case .ask(let number):
                driver.state.sent(by: number == 0 ? "192.0.2.7" : "2001:db8::7", number)
                if number == 1 { [1, 0].forEach { driver.answer($0) } }
            case .write(_, let envelope, _): clients.append(envelope.subject?.client)
            default: break
            }
        }
        #expect(clients == ["192.0.2.7", "2001:db8::7"])
    }

    @Test func `what is no request has none`() throws {
        let connection = try EmbeddedConnection()
        try connection.send("GET / HTTP/1.1\r\nHost a\r\n\r\n")
        let request = try #require(finished(connection).first)
        #expect(request.subject == nil)
        #expect(request.route == .none)
        #expect(request.provenance.problem == .badRequest)
    }
}
