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
    /// An entry that is no address ends the reading: the one who wrote it is the last known. Entries
    /// are parted by bytes: a character may be a comma and whatever a client wrote behind it.
    /// Nothing where the peer came through a Unix socket and nobody trusted says more.
    func client(of peer: Peer, _ headers: HTTPHeaders) -> IPAddress? {
        var known: IPAddress?
        if case .address(let address) = peer { known = address }
        guard trusts(peer) else { return known }
        for line in headers["x-forwarded-for"].reversed() {
            var rest = line[...]
            while true {
                let comma = rest.utf8.lastIndex(of: UInt8(ascii: ","))
                let entry = comma.map { rest[rest.utf8.index(after: $0)...] } ?? rest
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
        if entry.utf8.first == UInt8(ascii: "[") {
            guard let close = entry.utf8.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let port = entry[entry.utf8.index(after: close)...]
            guard port.isEmpty || isPort(port) else { return nil }
            let bracketed = entry[entry.utf8.index(after: entry.startIndex)..<close]
            return IPAddress(parsing: bracketed).flatMap { $0.isIPv4 ? nil : $0 }
        }
        guard let colon = entry.utf8.lastIndex(of: UInt8(ascii: ":")), isPort(entry[colon...])
        else { return nil }
        return IPAddress(parsing: entry[..<colon]).flatMap { $0.isIPv4 ? $0 : nil }
    }

    private static func isPort(_ text: Substring) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.utf8.first == UInt8(ascii: ":") && (1...5).contains(digits.count)
            && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
