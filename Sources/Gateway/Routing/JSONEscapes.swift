/// The escapes of JSON texts (RFC 8259 section 7).
enum JSONEscapes {
    /// A text without its escapes; nothing where one is none, where half a surrogate pair stands
    /// alone, or where the bytes are not UTF-8.
    static func decoded(_ raw: ArraySlice<UInt8>) -> String? {
        var rest = raw
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let scalar = scalar(&rest) else { return nil }
            text.append(contentsOf: String(Character(scalar)).utf8)
        }
        return String(validating: text, as: UTF8.self)
    }

    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): "\""
        case UInt8(ascii: "\\"): "\\"
        case UInt8(ascii: "/"): "/"
        case UInt8(ascii: "b"): "\u{8}"
        case UInt8(ascii: "f"): "\u{C}"
        case UInt8(ascii: "n"): "\n"
        case UInt8(ascii: "r"): "\r"
        case UInt8(ascii: "t"): "\t"
        case UInt8(ascii: "u"): unit(&rest).flatMap { scalar(from: $0, &rest) }
        default: nil
        }
    }

    /// The scalar that a code unit begins, together with the escape of its other half if it has one.
    private static func scalar(
        from unit: UInt16,
        _ rest: inout ArraySlice<UInt8>
    )
        -> Unicode.Scalar?
    {
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
        guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
            let trail = self.unit(&rest), UTF16.isTrailSurrogate(trail)
        else { return nil }
        return Unicode.Scalar(0x1_0000 + (UInt32(unit) - 0xD800) << 10 + UInt32(trail) - 0xDC00)
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = rest.popFirst()?.hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
