internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Roster
internal import Testing

/// The simulator on a real socket.
@Suite(.timeLimit(.minutes(1)))
struct ServerTests {
    /// Runs a server for as long as `body` takes.
    private func withServer(
        _ faults: SimulatorFaults = SimulatorFaults(),
        tls: SimulatorSettings.TLSFiles? = nil,
        _ body: (CMSSimulatorServer, Int) async throws -> Void
    ) async throws {
        var settings = try Caller.settings(faults: faults)
        settings.maximumBodyBytes = 100_000
        settings.tls = tls
        settings.stopGrace = .seconds(20)
        let server = CMSSimulatorServer(
            settings: settings,
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            now: { Caller.now }
        )
        let port = try await server.start()
        do {
            try await body(server, port)
            try await server.stop()
        } catch {
            try await server.stop()
            throw error
        }
    }

    private func wire(_ ids: some Sequence<Int>) -> String {
        Caller().call(ids).wire
    }

    private func control(_ method: String, _ path: String, _ body: String = "") -> String {
        "\(method) /control/\(path) HTTP/1.1\r\nHost: x\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func `a signed call of 6000 ids is answered and the connection stays open`() async throws
    {
        try await withServer { server, port in
            try await WireClient.connect(to: port) { client in
                for _ in 0..<2 {
                    try await client.send(wire(1_000..<7_000))
                    let answer = try await client.answer()
                    #expect(answer.status == "HTTP/1.1 200 OK")
                    #expect(answer.headers["date"] == "Mon, 23 Nov 2026 08:00:00 GMT")
                    #expect(answer.headers["content-type"] == "application/json;charset=UTF-8")
                    #expect(answer.body.components(separatedBy: "\"agentId\":").count == 12_001)
                }
            }
            #expect(server.counters.recentCallSizes == [6_000, 6_000])
        }
    }

    @Test func `a bad signature gets 401 on a socket, too, and the address is told`() async throws {
        try await withServer { server, port in
            try await WireClient.connect(to: port) { client in
                for expected in ["401", "401", "401", "401", "401", "403"] {
                    try await client.send(wire([1_031]).replacing("1031]", with: "1032]"))
                    #expect(try await client.answer().status.contains(expected))
                }
            }
            #expect(server.counters.lockedAddresses == ["127.0.0.1"])
        }
    }

    @Test func `faults put on the control path hold from the next call on`() async throws {
        try await withServer { _, port in
            try await WireClient.connect(to: port) { client in
                try await client.send(control("PUT", "faults", #"{"failure":"status:503"}"#))
                #expect(try await client.answer().status == "HTTP/1.1 200 OK")
                try await client.send(wire([1_031]))
                #expect(try await client.answer().status == "HTTP/1.1 503 Service Unavailable")
                try await client.send(control("GET", "counters"))
                #expect(try await client.answer().body.contains(#""calls":1"#))
            }
        }
    }

    @Test func `a cut-off body ends with the connection`() async throws {
        var faults = SimulatorFaults()
        faults.cutOffRate = 1
        try await withServer(faults) { _, port in
            try await WireClient.connect(to: port) { client in
                try await client.send(wire(1_000..<1_100))
                let text = try await client.rest()
                #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(text.contains("\r\n\r\n{"))
                #expect(!text.hasSuffix("}]}"))
            }
        }
    }

    @Test func `a closing call gets nothing`() async throws {
        var faults = SimulatorFaults()
        faults.failure = .close
        try await withServer(faults) { _, port in
            try await WireClient.connect(to: port) { client in
                try await client.send(wire([1_031]))
                #expect(try await client.rest() == "")
            }
        }
    }

    @Test func `a hanging call gets nothing and does not hold up the stop`() async throws {
        var faults = SimulatorFaults()
        faults.failure = .hang
        try await withServer(faults) { server, port in
            try await WireClient.connect(to: port) { client in
                // In one write, so that the second has been read when the first is answered.
                try await client.send(control("GET", "faults") + wire([1_031]))
                #expect(try await client.answer().body.contains("hang"))
                try await server.stop()
                #expect(try await client.rest() == "")
            }
        }
    }

    @Test func `a stop closes an idle connection at once`() async throws {
        try await withServer { server, port in
            try await WireClient.connect(to: port) { client in
                try await client.send(control("GET", "faults"))
                _ = try await client.answer()
                try await server.stop()
                #expect(try await client.rest() == "")
            }
        }
    }

    @Test(arguments: [
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n", "413 Payload Too Large"),
        ("NONSENSE\r\n\r\n", "400 Bad Request"),
    ])
    func `what cannot be read is refused and the connection closed`(
        text: String,
        status: String
    ) async throws {
        try await withServer { _, port in
            try await WireClient.connect(to: port) { client in
                try await client.send(text)
                let rest = try await client.rest()
                #expect(rest.hasPrefix("HTTP/1.1 \(status)\r\n"))
                #expect(rest.contains("\r\nConnection: close\r\n"))
            }
        }
    }

    @Test func `HEAD gets no body and Connection close is obeyed`() async throws {
        try await withServer { _, port in
            try await WireClient.connect(to: port) { client in
                try await client.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                let rest = try await client.rest()
                #expect(rest.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
                #expect(rest.hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func `with a certificate and its key the same is spoken over TLS`() async throws {
        try await TestCertificate.withFiles { files in
            try await withServer(tls: files) { _, port in
                let trusted = TestCertificate.certificate
                try await WireClient.connect(to: port, trusting: trusted) { client in
                    try await client.send(wire([1_031]))
                    #expect(try await client.answer().body.contains("\"agentId\":1031"))
                }
            }
        }
    }

    @Test func `a certificate that cannot be read keeps the server from starting`() async throws {
        var settings = try Caller.settings()
        settings.tls = .init(certificateFile: "/nonexistent/c.pem", keyFile: "/nonexistent/k.pem")
        let server = CMSSimulatorServer(
            settings: settings,
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
            now: { Caller.now }
        )
        await #expect(throws: (any Error).self) { try await server.start() }
        try await server.stop()
    }
}
