import CMS
import StatusEngine
import Testing

/// Connections that are used again, and end.
@Suite(.timeLimit(.minutes(1)))
struct ReusedConnectionTests {
    let answer = ServerScript.ok(Answers.success(rows: Answers.row()))

    @Test(arguments: [ServerScript.close, .reset])
    func `a reused connection that ends before a byte of the answer is told from a lost one`(
        end: ServerScript
    ) async throws {
        try await ServerDouble.run([answer, end]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            try await calls.run { fetcher in
                #expect(await fetcher.fetch(try Calls.call()).failure == nil)
                let failure = await fetcher.fetch(try Calls.call()).failure
                #expect(failure?.code == .reusedConnectionEnded)
            }
            #expect(server.connections == 1)
            #expect(calls.recorder.timeless.isEmpty)
        }
    }

    @Test(arguments: [ServerScript.close, .reset])
    func `over TLS it is the same`(end: ServerScript) async throws {
        try await Certificates.with { certificates in
            let script = [answer, end, answer]
            try await ServerDouble.run(script, tls: certificates.server()) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                }
                try await calls.run { fetcher in
                    #expect(await fetcher.fetch(try Calls.call()).failure == nil)
                    let failure = await fetcher.fetch(try Calls.call()).failure
                    #expect(failure?.code == .reusedConnectionEnded)
                    #expect(await fetcher.fetch(try Calls.call(isResent: true)).failure == nil)
                }
            }
        }
    }

    @Test func `the same goes for calls about groups`() async throws {
        let skills = ServerScript.ok(GroupAnswers.success(GroupAnswers.skill))
        try await ServerDouble.run([skills, .close, skills]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            try await calls.run { fetcher in
                #expect(await fetcher.fetch(try Calls.call(.skills)).failure == nil)
                let failure = await fetcher.fetch(try Calls.call(.skills)).failure
                #expect(failure?.code == .reusedConnectionEnded)
                #expect(await fetcher.fetch(try Calls.call(.skills, isResent: true)).failure == nil)
            }
            #expect(server.connections == 2)
        }
    }

    @Test(arguments: [
        ServerScript.replyAndClose("H"), .replyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500"),
        .replyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"resultCode\":"),
    ])
    func `where a byte of the answer had come the connection is lost, reused or not`(
        end: ServerScript
    ) async throws {
        try await ServerDouble.run([answer, end]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            try await calls.run { fetcher in
                #expect(await fetcher.fetch(try Calls.call()).failure == nil)
                let failure = await fetcher.fetch(try Calls.call()).failure
                #expect(failure?.code == .connectionLost)
            }
        }
    }

    @Test(arguments: [ServerScript.close, .reset])
    func `a new connection that ends is lost`(end: ServerScript) async throws {
        try await ServerDouble.run([end]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch().failure?.code == .connectionLost)
        }
    }

    @Test func `a call that is sent once more has a connection of its own, though others are idle`()
        async throws
    {
        try await ServerDouble.run(Array(repeating: answer, count: 5)) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            try await calls.run { fetcher in
                for isResent in [false, true, false, true, true] {
                    let call = try Calls.call(isResent: isResent)
                    #expect(await fetcher.fetch(call).failure == nil)
                }
            }
            #expect(server.connections == 4)
            #expect(server.requests.allSatisfy { !$0.lowercased().contains("connection:") })
        }
    }

    @Test func `each attempt is signed for its own moment`() async throws {
        try await ServerDouble.run([answer, .close, answer]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            try await calls.run { fetcher in
                _ = await fetcher.fetch(try Calls.call())
                _ = await fetcher.fetch(try Calls.call())
                _ = await fetcher.fetch(try Calls.call(isResent: true))
            }
            let signatures = server.requests.compactMap { request in
                request.split(separator: "\r\n").first { $0.hasPrefix("authorization:") }
            }
            #expect(Set(signatures).count == 3)
        }
    }
}
