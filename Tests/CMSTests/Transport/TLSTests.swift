import CMS
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
    let answer = ServerScript.ok(Answers.success(rows: Answers.row()))

    @Test func `a CMS whose certificate the CA file vouches for is spoken to`() async throws {
        try await Certificates.with { certificates in
            try await ServerDouble.run([answer], tls: certificates.server()) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                }
                #expect(try await calls.fetch().get().reports.count == 1)
            }
        }
    }

    @Test func `a CMS of another CA, or with the system's CAs alone, is sent nothing`() async throws
    {
        try await Certificates.with { certificates in
            for ca in [certificates.path("other.pem"), nil] {
                try await ServerDouble.run([], tls: certificates.server()) { server in
                    let calls = try Calls("https://127.0.0.1:\(server.port)") { $0.tls.caFile = ca }
                    #expect(try await calls.fetch().failure?.code == .tlsFailed)
                    #expect(server.requests.isEmpty)
                }
            }
        }
    }

    @Test func `the name in the certificate has to be the host's`() async throws {
        try await Certificates.with { certificates in
            try await ServerDouble.run([], tls: certificates.server("named")) { server in
                let calls = try Calls("https://localhost:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                }
                #expect(try await calls.fetch().failure?.code == .tlsFailed)
            }
        }
    }

    @Test func `a server name of its own is verified, and Host stays the address's`() async throws {
        try await Certificates.with { certificates in
            try await ServerDouble.run([answer], tls: certificates.server("named")) { server in
                let calls = try Calls("https://localhost:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                    $0.tls.serverName = "cms.example.test"
                }
                #expect(try await calls.fetch().get().reports.count == 1)
                let request = try #require(server.requests.first?.lowercased())
                #expect(request.contains("\r\nhost: localhost:\(server.port)\r\n"))
            }
            try await ServerDouble.run([], tls: certificates.server("named")) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                    $0.tls.serverName = "another.example.test"
                }
                #expect(try await calls.fetch().failure?.code == .tlsFailed)
            }
        }
    }

    @Test func `a client certificate is shown where the CMS asks for one`() async throws {
        try await Certificates.with { certificates in
            let tls = try certificates.server(asksForClient: true)
            try await ServerDouble.run([answer], tls: tls) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                    $0.tls.certificateFile = certificates.path("client.pem")
                    $0.tls.keyFile = certificates.path("client.key")
                }
                #expect(try await calls.fetch().get().reports.count == 1)
            }
        }
    }

    @Test func `another CA is taken in while calls are made, and one of no use changes nothing`()
        async throws
    {
        try await Certificates.with { certificates in
            try await ServerDouble.run([answer, answer], tls: certificates.server()) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("other.pem")
                }
                try await calls.run { fetcher in
                    #expect(await fetcher.fetch(try Calls.call()).failure?.code == .tlsFailed)
                    var tls = CMSTLSSettings(caFile: certificates.path("ca.pem"))
                    try fetcher.renew(tls)
                    #expect(try await fetcher.fetch(try Calls.call()).get().reports.count == 1)
                    tls.certificateFile = certificates.path("client.pem")
                    for (key, fault) in [
                        ("named.key", CMSSetupError.keyFile), ("ca.pem", .keyFile),
                    ] {
                        tls.keyFile = certificates.path(key)
                        #expect(throws: fault) { try fetcher.renew(tls) }
                    }
                    tls = CMSTLSSettings(caFile: certificates.path("client.key"))
                    #expect(throws: CMSSetupError.caFile) { try fetcher.renew(tls) }
                    #expect(try await fetcher.fetch(try Calls.call()).get().reports.count == 1)
                }
            }
        }
    }

    @Test func `without the client certificate asked for TLS fails`() async throws {
        try await Certificates.with { certificates in
            let tls = try certificates.server(asksForClient: true)
            try await ServerDouble.run([], tls: tls) { server in
                let calls = try Calls("https://127.0.0.1:\(server.port)") {
                    $0.tls.caFile = certificates.path("ca.pem")
                }
                #expect(try await calls.fetch().failure?.code == .tlsFailed)
            }
        }
    }

    @Test func `a server that speaks no TLS fails as TLS`() async throws {
        try await ServerDouble.run([], greeting: "220 mail.example.test ready\r\n") { server in
            let calls = try Calls("https://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch().failure?.code == .tlsFailed)
        }
    }

    @Test func `a handshake that is not answered is a connection not made in time`() async throws {
        try await ServerDouble.run([]) { server in
            let calls = try Calls("https://127.0.0.1:\(server.port)") {
                $0.connectTimeout = .milliseconds(200)
            }
            #expect(try await calls.fetch().failure?.code == .connectFailed)
        }
    }

    @Test func `settings that cannot work are refused before any call`() async throws {
        try await Certificates.with { certificates in
            let (ca, key) = (certificates.path("ca.pem"), certificates.path("ca.key"))
            let cases: [(CMSTLSSettings, CMSSetupError)] = [
                (CMSTLSSettings(caFile: certificates.path("none.pem")), .caFile),
                (CMSTLSSettings(caFile: key), .caFile),
                (CMSTLSSettings(certificateFile: key, keyFile: key), .certificateFile),
                (CMSTLSSettings(certificateFile: ca, keyFile: ca), .keyFile),
                (CMSTLSSettings(certificateFile: ca), .certificateWithoutKey),
                (CMSTLSSettings(keyFile: key), .keyWithoutCertificate),
                (CMSTLSSettings(serverName: ""), .serverName),
                (CMSTLSSettings(serverName: "127.0.0.1"), .serverName),
                (CMSTLSSettings(serverName: "::1"), .serverName),
                (CMSTLSSettings(serverName: "cms.example:443"), .serverName),
            ]
            for (tls, fault) in cases {
                let calls = try Calls("https://127.0.0.1:1") { $0.tls = tls }
                await #expect(throws: fault) { try await calls.fetch() }
            }
            let calls = try Calls()
            await #expect(throws: CMSSetupError.noBaseURL) { try await calls.fetch() }
        }
    }
}
