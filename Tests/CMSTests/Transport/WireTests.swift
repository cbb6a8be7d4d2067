import CMS
import Roster
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct WireTests {
    let answer = ServerScript.ok(
        Answers.success(rows: Answers.row(1031), Answers.row(1099))
    )

    @Test func `what goes over the wire is what was signed, and nothing else`() async throws {
        try await ServerDouble.run([answer]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)/base")
            let report = try await calls.fetch().get()
            #expect(report.reports.map(\.id.number) == [1031, 1099])

            let request = try #require(server.requests.first)
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
            let lines = parts[0].split(separator: "\r\n").map(String.init)
            #expect(lines[0] == "POST /base\(BatchRequest.path) HTTP/1.1")
            #expect(parts[1] == #"{"ccId":1,"vdn":170,"agentIds":[1031,1099]}"#)
            let headers = lines.dropFirst()
                .map { line in
                    let halves = line.split(separator: ":", maxSplits: 1)
                    return (halves[0].lowercased(), halves[1].drop { $0 == " " })
                }
            let fields = Dictionary(headers) { first, _ in first }
            #expect(headers.count == 4 && fields.count == 4)
            #expect(fields["host"] == "127.0.0.1:\(server.port)")
            #expect(fields["content-type"] == "application/json;charset=UTF-8")
            #expect(fields["content-length"] == "43")
            let signed = ["content-length", "content-type", "host"]
            let authorization = Signature.authorization(
                for: SignableRequest(
                    method: "POST",
                    path: "/base\(BatchRequest.path)",
                    headers: signed.map { ($0, String(fields[$0] ?? "")) },
                    body: Array(parts[1].utf8)
                ),
                credentials: Calls.credentials,
                timestamp: "2026-11-23T08:00:00.000Z"
            )
            #expect(fields["authorization"].map(String.init) == authorization)
        }
    }

    @Test func `a call of six thousand ids arrives whole and unchunked`() async throws {
        try await ServerDouble.run([.ok(Answers.success(desc: "[]"))]) { server in
            let call = try Calls.call(Array(70_000..<76_000))
            let outcome = try await Calls("http://127.0.0.1:\(server.port)")
                .run {
                    await $0.fetch(call)
                }
            #expect(try outcome.get().reports.isEmpty)
            let request = try #require(server.requests.first)
            #expect(!request.lowercased().contains("chunked"))
            #expect(
                request.contains("\r\nContent-Length: 36033\r\n")
                    || request.contains("content-length: 36033")
            )
            #expect(request.hasSuffix("75998,75999]}"))
        }
    }

    @Test func `calls one after the other share a connection, each signed anew`() async throws {
        try await ServerDouble.run([answer, answer, answer]) { server in
            let call = try Calls.call()
            try await Calls("http://127.0.0.1:\(server.port)")
                .run { fetcher in
                    for _ in 1...3 { _ = try await fetcher.fetch(call).get() }
                }
            #expect(server.connections == 1)
            let signatures = server.requests.compactMap { request in
                request.split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("authorization") }
            }
            #expect(Set(signatures).count == 3)
        }
    }

    @Test(arguments: 1...4)
    func `shutting down right after an answer is safe, and the connection was shared`(
        round: Int
    ) async throws {
        try await ServerDouble.run(Array(repeating: answer, count: 150)) { server in
            let call = try Calls.call()
            for _ in 1...50 {
                try await Calls("http://127.0.0.1:\(server.port)")
                    .run { fetcher in
                        for _ in 1...3 { _ = try await fetcher.fetch(call).get() }
                    }
            }
            #expect(server.connections == 50)
        }
    }

    @Test func `an answer in chunks is read`() async throws {
        let body = Answers.success(rows: Answers.row())
        let size = String(body.utf8.count, radix: 16)
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n\(body)\r\n0\r\n\r\n"
        try await ServerDouble.run([.reply(chunked)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch().get().reports.count == 1)
        }
    }

    @Test func `what is odd in a usable answer is told, and never from an event loop`() async throws
    {
        let odd = Answers.success(desc: "[\(Answers.row(1031, ["currentState": "11"]))]")
        try await ServerDouble.run([.ok(odd)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch().get().reports.first?.state == .unknown)
            let first = AgentID(1031)
            #expect(
                calls.recorder.timeless == [.anomaly(.unknownState, count: 1, first: first)]
            )
            #expect(calls.recorder.ends == [nil])
            #expect(!calls.recorder.cameFromEventLoop)
        }
    }
}
