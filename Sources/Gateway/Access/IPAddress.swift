internal import Foundation
package import NIOCore

/// An IP address; an IPv4 one is kept as IPv6 maps it (RFC 4291 section 2.5.5.2), so that
/// `10.0.0.1` and `::ffff:10.0.0.1` are the same client.
package struct IPAddress: Hashable, Sendable {
    /// The first 64 bits: for most of IPv6, the network.
    package let high: UInt64
    /// The last 64 bits.
    package let low: UInt64

    /// What the last 64 bits of a mapped IPv4 address begin with.
    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000
    /// The longest text of an address, in bytes.
    private static let maximumTextBytes = 45

    /// Creates an address from its 128 bits.
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the usual text of an address; no port, no brackets, no zone.
    package init?(parsing text: some StringProtocol) {
        guard text.utf8.count <= Self.maximumTextBytes, !text.utf8.contains(0) else { return nil }
        let text = String(text)
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(v4: UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(six)
    }

    /// The address of a socket's other end; nothing for a Unix socket.
    package init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address): self.init(v4: UInt32(bigEndian: address.address.sin_addr.s_addr))
        case .v6(let address): self.init(address.address.sin6_addr)
        case .unixDomainSocket: return nil
        }
    }

    private init(v4 bits: UInt32) {
        self.init(high: 0, low: Self.mappedPrefix | UInt64(bits))
    }

    private init(_ six: in6_addr) {
        var six = six
        let halves = unsafe withUnsafeBytes(of: &six) { bytes in
            [0, 8].map { unsafe bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
        }
        self.init(high: UInt64(bigEndian: halves[0]), low: UInt64(bigEndian: halves[1]))
    }

    /// Whether this is an IPv4 address.
    package var isIPv4: Bool { high == 0 && low >> 32 == Self.mappedPrefix >> 32 }

    /// What of the address names a client: all of IPv4, and of IPv6 the first 64 bits, since one
    /// machine has all the addresses behind these (RFC 4291 section 2.5.1).
    package var network: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }

    /// The first so many bits, the others zero.
    func masked(to bits: Int) -> IPAddress {
        guard bits < 64 else {
            return IPAddress(high: high, low: bits == 64 ? 0 : low & (.max << UInt64(128 - bits)))
        }
        return IPAddress(high: bits == 0 ? 0 : high & (.max << UInt64(64 - bits)), low: 0)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The usual text: `10.0.0.1`, `2001:db8::1` (RFC 5952).
    package var description: String {
        guard !isIPv4 else {
            return [24, 16, 8, 0].map { String(self.low >> $0 & 0xFF) }.joined(separator: ".")
        }
        var six = in6_addr()
        let (high, low) = (high.bigEndian, low.bigEndian)
        unsafe withUnsafeMutableBytes(of: &six) { bytes in
            unsafe bytes.storeBytes(of: high, as: UInt64.self)
            unsafe bytes.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = unsafe inet_ntop(AF_INET6, &six, &text, socklen_t(INET6_ADDRSTRLEN))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
