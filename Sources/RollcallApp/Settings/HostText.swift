internal import Glibc

/// The host of an address to listen on: a name, or an IP address as the system reads it.
enum HostText {
    /// The longest name, in bytes (RFC 1035 section 2.3.4).
    private static let maximumLength = 253

    /// Why nothing could listen there, whatever the moment; nothing where something might.
    static func complaint(about host: String) -> String? {
        guard !host.contains(":") else {
            let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
            let isAddress = address(String(parts[0])) != nil && parts.last?.isEmpty == false
            return isAddress ? nil : "is no IPv6 address, and a port has no place in it"
        }
        guard address(host) == nil else { return nil }
        let name = host.hasSuffix(".") ? host.dropLast() : host[...]
        guard isName(name) else { return "is not a host" }
        // No name's last part is a number: it would be taken for an address (WHATWG URL, 3.5).
        let last = name.split(separator: ".").last ?? ""
        return last.utf8.allSatisfy(isDigit) ? "is not an IP address" : nil
    }

    /// The bytes of an IPv4 or IPv6 address in numbers; an IPv4 address within IPv6 is itself.
    static func address(_ text: String) -> [UInt8]? {
        guard text.contains(":") else { return fourBytes(text) }
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.dropFirst(mapped.count)) : bytes
    }

    private static func fourBytes(_ text: String) -> [UInt8]? {
        // The system's function reads on past a blank, and a name is none.
        guard text.utf8.allSatisfy({ $0 > 0x20 }) else { return nil }
        var number: UInt32 = 0
        let isAddress = unsafe withUnsafeMutableBytes(of: &number) { bytes in
            unsafe inet_aton(text, bytes.baseAddress?.assumingMemoryBound(to: in_addr.self)) != 0
        }
        return isAddress ? unsafe withUnsafeBytes(of: number) { unsafe Array($0) } : nil
    }

    private static func isName(_ text: Substring) -> Bool {
        (1...maximumLength).contains(text.utf8.count)
            && text.split(separator: ".", omittingEmptySubsequences: false)
                .allSatisfy { label in
                    (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isOfNames)
                }
    }

    private static func isOfNames(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
