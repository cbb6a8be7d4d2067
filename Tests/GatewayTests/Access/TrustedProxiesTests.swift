import NIOHTTP1
import Testing

@testable import Gateway

@Suite struct TrustedProxiesTests {
    private func client(
        of peer: String?,
        _ forwarded: [String],
        trusting networks: [String] = ["127.0.0.1", "10.0.0.0/8"],
        unix: Bool = false
    ) throws -> String? {
        let proxies = TrustedProxies(
            networks: try networks.map { text throws in try IPNetwork(parsing: text) },
            trustsUnixSocket: unix
        )
        let peer =
            try peer.map { Peer.address(try #require(IPAddress(parsing: $0))) } ?? .unixSocket
        let headers = HTTPHeaders(forwarded.map { ("X-Forwarded-For", $0) })
        return proxies.client(of: peer, headers)?.description
    }

    @Test func `nobody is believed where nobody is trusted`() throws {
        #expect(try client(of: "127.0.0.1", ["192.0.2.1"], trusting: []) == "127.0.0.1")
        #expect(try client(of: nil, ["192.0.2.1"], trusting: []) == nil)
    }

    @Test func `a client that writes the field itself is not believed`() throws {
        #expect(try client(of: "192.0.2.9", ["10.0.0.1"]) == "192.0.2.9")
        #expect(try client(of: "192.0.2.9", ["127.0.0.1, 198.51.100.1"]) == "192.0.2.9")
    }

    @Test func `a trusted proxy says who asked it`() throws {
        #expect(try client(of: "127.0.0.1", ["192.0.2.1"]) == "192.0.2.1")
        #expect(try client(of: nil, ["192.0.2.1"], unix: true) == "192.0.2.1")
        #expect(try client(of: "::ffff:127.0.0.1", ["2001:db8::1"]) == "2001:db8::1")
    }

    @Test func `what a client wrote lies to the left of what the proxy added`() throws {
        #expect(try client(of: "127.0.0.1", ["198.51.100.1, 192.0.2.1"]) == "192.0.2.1")
        #expect(try client(of: "127.0.0.1", ["127.0.0.1, 10.0.0.1, 192.0.2.1"]) == "192.0.2.1")
    }

    @Test func `further trusted proxies are passed over from the right`() throws {
        let chain = ["198.51.100.1, 192.0.2.1, 10.0.0.2,10.0.0.1"]
        #expect(try client(of: "127.0.0.1", chain) == "192.0.2.1")
    }

    @Test(arguments: ["\u{600}", "\u{110BD}"])
    func `a comma counts whatever character the client wrote before it`(prepending: String) throws {
        let lie = "198.51.100.1, 10.0.0.7\(prepending)"
        #expect(try client(of: "127.0.0.1", ["\(lie),192.0.2.1"]) == "192.0.2.1")
        #expect(try client(of: "127.0.0.1", ["\(lie),192.0.2.1:80"]) == "192.0.2.1")
    }

    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}"])
    func `what joins a comma or a bracket is no part of an address`(joining: String) throws {
        #expect(try client(of: "127.0.0.1", ["192.0.2.7,\(joining)10.0.0.9"]) == "127.0.0.1")
        #expect(try client(of: "127.0.0.1", ["[2001:db8::1]\(joining):80"]) == "127.0.0.1")
    }

    @Test func `several lines are one list`() throws {
        #expect(
            try client(of: "127.0.0.1", ["198.51.100.1", "192.0.2.1", "10.0.0.1"]) == "192.0.2.1"
        )
    }

    @Test func `where all are trusted the first is the client`() throws {
        #expect(try client(of: "127.0.0.1", ["10.0.0.9, 10.0.0.1"]) == "10.0.0.9")
        #expect(try client(of: "127.0.0.1", []) == "127.0.0.1")
    }

    @Test(arguments: [
        "unknown", "", "unix:", "_secret", "192.0.2.1.5", "192.0.2.1 10.0.0.1", "192.0.2.1:",
        "[::1",
        "192.0.2.1:port", "192.0.2.1:123456", "[192.0.2.1]:80", "[2001:db8::1]x", "\"192.0.2.1\"",
        "for=192.0.2.1", "2001:db8::1:99999",
    ])
    func `an entry that is no address ends the reading`(entry: String) throws {
        #expect(try client(of: "127.0.0.1", ["192.0.2.7, \(entry)"]) == "127.0.0.1")
        #expect(try client(of: "127.0.0.1", ["192.0.2.7, \(entry), 10.0.0.1"]) == "10.0.0.1")
        #expect(try client(of: nil, ["192.0.2.7, \(entry)"], unix: true) == nil)
    }

    @Test(arguments: [
        ("192.0.2.1:4711", "192.0.2.1"), ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"), ("\t192.0.2.1  ", "192.0.2.1"),
        ("2001:DB8::1", "2001:db8::1"),
    ])
    func `ports and brackets of other proxies are understood`(entry: String, shown: String) throws {
        #expect(try client(of: "127.0.0.1", [entry]) == shown)
    }

    @Test func `a long field from a client costs no more than its right end`() throws {
        let lies = String(repeating: "10.0.0.1, ", count: 3_000)
        #expect(try client(of: "127.0.0.1", [lies + "192.0.2.1"]) == "192.0.2.1")
    }

    @Test func `a connection's client is settled unless a trusted proxy says so each time`() throws
    {
        let proxies = TrustedProxies(
            networks: [try IPNetwork(parsing: "127.0.0.1")],
            trustsUnixSocket: false
        )
        let forwarded: HTTPHeaders = ["X-Forwarded-For": "192.0.2.1"]
        let proxy = Peer.address(try #require(IPAddress(parsing: "127.0.0.1")))
        let stranger = Peer.address(try #require(IPAddress(parsing: "198.51.100.1")))
        #expect(ClientSource(proxy, proxies) == .proxy(proxy))
        #expect(ClientSource(proxy, proxies).client(forwarded, proxies) == "192.0.2.1")
        #expect(ClientSource(stranger, proxies) == .client("198.51.100.1"))
        #expect(ClientSource(stranger, proxies).client(forwarded, proxies) == "198.51.100.1")
        #expect(ClientSource(.unixSocket, proxies) == .client(nil))
    }
}
