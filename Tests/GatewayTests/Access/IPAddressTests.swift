import NIOCore
import Testing

@testable import Gateway

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("::1", "::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"),
    ])
    func `an address is shown in its one usual form`(text: String, shown: String) {
        #expect(IPAddress(parsing: text)?.description == shown)
    }

    @Test(arguments: [
        "", "10.0.0", "10.0.0.256", "10.0.0.1:80", "[::1]", "fe80::1%eth0", " 10.0.0.1",
        "localhost",
        "10.0.0.1\u{0}", "unknown", "_hidden", "1::2::3", "0x0a.0.0.1", "010.0.0.1",
        String(repeating: "0", count: 5_000),
    ])
    func `what is no address alone is none`(text: String) {
        #expect(IPAddress(parsing: text) == nil)
    }

    @Test func `an IPv6 client is named by the first 64 bits, an IPv4 one by all`() {
        let one = IPAddress(parsing: "2001:db8:1:2:a:b:c:d")
        #expect(one?.network == IPAddress(parsing: "2001:db8:1:2:ffff::1")?.network)
        #expect(one?.network != IPAddress(parsing: "2001:db8:1:3:a:b:c:d")?.network)
        #expect(IPAddress(parsing: "10.0.0.1")?.network.description == "10.0.0.1")
    }

    @Test func `a socket's address is the same as its text`() throws {
        for text in ["192.0.2.7", "2001:db8::7"] {
            let address = try SocketAddress(ipAddress: text, port: 80)
            #expect(IPAddress(address) == IPAddress(parsing: text))
        }
        #expect(IPAddress(try SocketAddress(unixDomainSocketPath: "/x")) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false),
        ("::1", "::1", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "10.0.0.1", true),
        ("2001:db8::/64", "2001:db8::ffff", true), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true),
    ])
    func `a network holds what begins as it does`(
        network: String,
        address: String,
        isInside: Bool
    ) throws {
        let address = try #require(IPAddress(parsing: address))
        #expect(try IPNetwork(parsing: network).contains(address) == isInside)
    }

    @Test(arguments: [
        ("10.0.0.1/8", IPNetworkError.bitsBehindPrefix), ("10.0.0.0/33", .noPrefixLength(upTo: 32)),
        ("10.0.0.0/", .noPrefixLength(upTo: 32)), ("10.0.0.0/+8", .noPrefixLength(upTo: 32)),
        ("::/129", .noPrefixLength(upTo: 128)), ("10.0.0.0/8/8", .noPrefixLength(upTo: 32)),
        ("ten", .noAddress), ("", .noAddress), ("::ffff:10.0.0.0/104", .noAddress),
    ])
    func `what could mean another network is refused`(text: String, error: IPNetworkError) {
        #expect(throws: error) { try IPNetwork(parsing: text) }
    }
}
