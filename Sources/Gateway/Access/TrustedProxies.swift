internal import NIOHTTP1

/// Whose word on the client's address is taken.
///
/// A proxy adds the address it was asked from at the right end of `X-Forwarded-For`. So the field is
/// read from the right, as long as the one who wrote an entry is trusted; whatever lies further left
/// was written by somebody who is not, and may be a lie.
package struct TrustedProxies: Hashable, Sendable {
    private let networks: [IPNetwork]
    private let trustsUnixSocket: Bool

    /// Nobody is trusted.
    package static let none = TrustedProxies(networks: [], trustsUnixSocket: false)

    /// Creates the set of those trusted.
    package init(networks: [IPNetwork], trustsUnixSocket: Bool) {
        self.networks = networks
        self.trustsUnixSocket = trustsUnixSocket
    }

    /// Whether the field counts on a connection with this peer.
    func trusts(_ peer: Peer) -> Bool {
        switch peer {
        case .unixSocket: trustsUnixSocket
        case .address(let address): trusts(address)
        }
    }

    /// Who asks: the last address that somebody trusted vouches for.
    ///
    /// An entry that is no address ends the reading: the one who wrote it is the last known.
    /// Nothing where the peer came through a Unix socket and nobody trusted says more.
    func client(of peer: Peer, _ headers: HTTPHeaders) -> IPAddress? {
        var known: IPAddress?
        if case .address(let address) = peer { known = address }
        guard trusts(peer) else { return known }
        for line in headers["x-forwarded-for"].reversed() {
            var rest = line[...]
            while true {
                let comma = rest.lastIndex(of: ",")
                let entry = comma.map { rest[rest.index(after: $0)...] } ?? rest
                guard let address = Self.address(entry) else { return known }
                known = address
                guard trusts(address) else { return known }
                guard let comma else { break }
                rest = rest[..<comma]
            }
        }
        return known
    }

    private func trusts(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    /// An entry's address: bare, or as some proxies write it, with a port and IPv6 in brackets.
    private static func address(_ entry: Substring) -> IPAddress? {
        let entry = HTTPHeaders.trim(entry)
        if let address = IPAddress(parsing: entry) { return address }
        if entry.hasPrefix("[") {
            guard let close = entry.firstIndex(of: "]") else { return nil }
            let port = entry[entry.index(after: close)...]
            guard port.isEmpty || isPort(port) else { return nil }
            let address = IPAddress(parsing: entry[entry.index(after: entry.startIndex)..<close])
            return address.flatMap { $0.isIPv4 ? nil : $0 }
        }
        guard let colon = entry.lastIndex(of: ":"), isPort(entry[colon...]) else { return nil }
        return IPAddress(parsing: entry[..<colon]).flatMap { $0.isIPv4 ? $0 : nil }
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.hasPrefix(":") && (1...5).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
