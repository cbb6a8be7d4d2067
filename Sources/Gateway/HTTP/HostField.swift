/// The grammar of `Host`: `uri-host [":" port]` (RFC 9110 section 7.2, RFC 3986 section 3.2.2).
enum HostField {
    /// Whether the text is a valid value; the empty one is (RFC 9112 section 3.2).
    static func isValid(_ text: some StringProtocol) -> Bool {
        let text = Substring(text)
        return isValid(text.utf8Span.span)
    }

    /// Whether the bytes are a valid value.
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var place = 0
        if bytes.count > 0, bytes[0] == UInt8(ascii: "[") {
            place = 1
            while place < bytes.count, isAddressByte(bytes[place]) { place += 1 }
            guard place > 1, place < bytes.count, bytes[place] == UInt8(ascii: "]") else {
                return false
            }
            place += 1
        } else {
            while place < bytes.count, isNameByte(bytes[place]) { place += 1 }
        }
        return isPort(bytes.extracting(place...))
    }

    private static func isPort(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 0 else { return true }
        guard bytes[0] == UInt8(ascii: ":"), bytes.count <= 6 else { return false }
        for place in 1..<bytes.count {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) else {
                return false
            }
        }
        return true
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Unreserved, percent and sub-delimiters.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        // Where a port begins, most of the time.
        case UInt8(ascii: ":"): false
        default: "_~%!$&'()*+,;=".utf8.contains(byte)
        }
    }
}
