extension ByteWriter {
    /// Whether JSON takes a text as it stands.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
    }

    /// Writes a text byte by byte, each escaped where JSON asks for it.
    mutating func escaped(_ text: String) {
        for byte in text.utf8 { escaped(byte) }
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case ..<0x20:
            raw("\\u00")
            store(Self.hexDigit(byte >> 4))
            store(Self.hexDigit(byte & 0x0F))
        default: store(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
