/// All IP addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or one address alone.
package struct IPNetwork: Hashable, Sendable {
    private let first: IPAddress
    private let bits: Int

    /// Reads an address, or one with a slash and the number of bits that count.
    /// - Throws: `IPNetworkError`.
    package init(parsing text: some StringProtocol) throws(IPNetworkError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parsing: parts.first ?? "") else { throw .noAddress }
        // `::ffff:10.0.0.0/104` would be counted otherwise than it is written.
        guard !address.isIPv4 || !parts[0].contains(":") else { throw .noAddress }
        let (width, offset) = address.isIPv4 ? (32, 96) : (128, 0)
        let length = parts.count > 1 ? Self.length(parts[1], upTo: width) : width
        guard let length else { throw .noPrefixLength(upTo: width) }
        guard address.masked(to: offset + length) == address else { throw .bitsBehindPrefix }
        first = address
        bits = offset + length
    }

    /// Whether an address lies in it.
    package func contains(_ address: IPAddress) -> Bool { address.masked(to: bits) == first }

    private static func length(_ text: some StringProtocol, upTo most: Int) -> Int? {
        guard (1...3).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), number <= most
        else { return nil }
        return number
    }
}
