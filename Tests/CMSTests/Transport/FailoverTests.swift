import CMS
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FailoverTests {
    let answer = ServerScript.ok(Answers.success(rows: Answers.row()))

    @Test func `a call goes to the base URL it names and to no other`() async throws {
        try await ServerDouble.run([]) { first in
            try await ServerDouble.run([answer]) { second in
                let calls = try Calls(
                    "http://127.0.0.1:\(first.port)",
                    "http://127.0.0.1:\(second.port)"
                )
                #expect(try await calls.fetch(endpoint: 1).get().reports.count == 1)
                #expect(first.connections == 0)
                let host = "host: 127.0.0.1:\(second.port)\r\n"
                #expect(second.requests[0].lowercased().contains(host))
            }
        }
    }

    @Test func `where no connection can be made the call fails, and no other base URL is asked`()
        async throws
    {
        try await ServerDouble.run([]) { second in
            let calls = try Calls(Self.closed, "http://127.0.0.1:\(second.port)")
            #expect(try await calls.fetch().failure?.code == .connectFailed)
            let gone = CMSEvent.connectionNotMade(calls.settings.baseURLs[0], .connectFailed)
            #expect(calls.recorder.timeless == [gone])
            #expect(second.connections == 0)
        }
    }

    @Test func `a base URL that does not exist is a connection not made`() async throws {
        let calls = try Calls(Self.closed)
        #expect(try await calls.fetch(endpoint: 1).failure?.code == .connectFailed)
    }

    @Test func `a request that may have arrived is not sent elsewhere`() async throws {
        try await ServerDouble.run([.close]) { first in
            try await ServerDouble.run([]) { second in
                let calls = try Calls(
                    "http://127.0.0.1:\(first.port)",
                    "http://127.0.0.1:\(second.port)"
                )
                #expect(try await calls.fetch().failure?.code == .connectionLost)
                #expect(second.connections == 0)
            }
        }
    }

    @Test func `a refused signature is not tried elsewhere`() async throws {
        try await ServerDouble.run([.answer("401 Unauthorized", "")]) { first in
            try await ServerDouble.run([]) { second in
                let calls = try Calls(
                    "http://127.0.0.1:\(first.port)",
                    "http://127.0.0.1:\(second.port)"
                )
                #expect(try await calls.fetch().failure?.code == .unauthorized)
                #expect(second.connections == 0)
            }
        }
    }

    @Test func `a name that cannot be resolved is a connection not made`() async throws {
        let calls = try Calls("http://cms.invalid:8080")
        #expect(try await calls.fetch().failure?.code == .connectFailed)
    }

    @Test func `cancelling the task ends the call at once`() async throws {
        try await ServerDouble.run([.silence]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)") {
                $0.requestTimeout = .seconds(3_600)
            }
            let call = try Calls.call()
            let outcome = try await calls.run { fetcher in
                await withTaskGroup(of: CallOutcome.self) { group in
                    group.addTask { await fetcher.fetch(call) }
                    for await _ in server.arrivals { break }
                    group.cancelAll()
                    return await group.next()
                }
            }
            let expected = CallFailure(.connectionLost, detail: "the call was cancelled")
            #expect(outcome?.failure == expected)
        }
    }

    /// Where nothing listens: a port that no server is given by the system.
    static let closed = "http://127.0.0.1:1"
}
