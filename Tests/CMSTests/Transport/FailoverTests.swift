import CMS
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct FailoverTests {
    let answer = ServerScript.ok(Answers.success(rows: Answers.row()))

    @Test func `where no connection can be made the next base URL is asked in the same call`()
        async throws
    {
        try await ServerDouble.run([answer, answer]) { server in
            let dead = try await closedPort()
            let calls = try Calls("http://127.0.0.1:\(dead)", "http://127.0.0.1:\(server.port)") {
                ($0.connectTimeout, $0.requestTimeout) = (.seconds(40), .seconds(10))
            }
            let call = try Calls.call()
            try await calls.run { fetcher in
                for _ in 1...2 {
                    let report = try await fetcher.fetch(call).get()
                    #expect(report.reports.count == 1)
                }
            }
            let gone = CMSEvent.connectionNotMade(calls.settings.baseURLs[0], .connectFailed)
            #expect(calls.recorder.events.filter { $0 == gone }.count == 1)
            #expect(server.requests[0].lowercased().contains("host: 127.0.0.1:\(server.port)\r\n"))
        }
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

    @Test func `a CMS that fails TLS is passed over too`() async throws {
        try await Certificates.with { certificates in
            try await ServerDouble.run([], tls: certificates.server()) { first in
                try await ServerDouble.run([answer]) { second in
                    let calls = try Calls(
                        "https://127.0.0.1:\(first.port)",
                        "http://127.0.0.1:\(second.port)"
                    )
                    #expect(try await calls.fetch().get().reports.count == 1)
                }
            }
        }
    }

    @Test func `where none can be connected to the failure tells of all`() async throws {
        let (one, other) = (try await closedPort(), try await closedPort())
        let calls = try Calls("http://127.0.0.1:\(one)", "http://127.0.0.1:\(other)")
        let failure = try #require(try await calls.fetch().failure)
        #expect(failure.code == .connectFailed)
        #expect(failure.detail.contains("; "))
        #expect(calls.recorder.timeless.count == 2)
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

    /// A port nothing listens on any more.
    private func closedPort() async throws -> Int {
        try await ServerDouble.run([]) { $0.port }
    }
}
