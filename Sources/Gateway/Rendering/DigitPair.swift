/// A number below 100 as two digits.
struct DigitPair {
    /// The digits, as they are to lie in memory: tens first.
    let bytes: UInt16

    /// The digits as a number whose lowest byte is the tens.
    var ordered: UInt16 { UInt16(littleEndian: bytes) }

    /// Writes out a number below 100.
    @inline(__always)
    init(_ number: some BinaryInteger) {
        let number = UInt16(truncatingIfNeeded: number)
        let tens = number / 10
        bytes = (UInt16(0x3030) + tens + (number - tens * 10) << 8).littleEndian
    }
}
