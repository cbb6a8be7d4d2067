extension OutputRawSpan {
    /// Writes bytes one behind the other.
    mutating func append(_ text: [UInt8]) {
        for byte in text { append(byte) }
    }

    /// Writes a number in decimal, without the detour over a string.
    mutating func appendDecimal(_ number: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 48)
        var start = 19
        var rest = number.magnitude
        while rest >= 10 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            digits[start] = 48 + UInt8(truncatingIfNeeded: digit)
            rest = quotient
            start -= 1
        }
        digits[start] = 48 + UInt8(truncatingIfNeeded: rest)
        if number < 0 { append(UInt8(ascii: "-")) }
        for place in start..<20 { append(digits[place]) }
    }
}
