extension FixedWidthInteger where Self: UnsignedInteger {
    /// All its hexadecimal digits in lower case, leading zeros too.
    package var hex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}

extension Sequence<UInt8> {
    /// The bytes as hexadecimal digits in lower case, two each.
    package var hex: String { map(\.hex).joined() }
}

extension [UInt8] {
    /// Reads bytes from hexadecimal digits of either case, two each; nil if the text is anything else.
    package init?(hex: String) {
        let digits = hex.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self = bytes
    }
}
