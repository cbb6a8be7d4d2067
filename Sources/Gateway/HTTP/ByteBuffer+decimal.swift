internal import NIOCore

extension ByteBuffer {
    /// Writes a number in decimal without making a string of it.
    mutating func writeDecimal(_ number: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
        var (first, rest) = (digits.count, number.magnitude)
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { writeInteger(UInt8(ascii: "-")) }
        for place in first..<digits.count { writeInteger(digits[place]) }
    }
}
