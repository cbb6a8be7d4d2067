/// The contract's `enc`: `A-Z a-z 0-9 - . _ ~` stay, every other byte becomes `%XX` in upper-case
/// hex (contract section 2).
enum PercentEncoding {
    /// For each byte: 0 to keep it, else its upper-case hex digits, the first one in the high byte.
    private static let escapes: [UInt16] = (0...UInt8.max)
        .map { byte in
            let digits = Array("0123456789ABCDEF".utf8)
            guard !isUnreserved(byte) else { return 0 }
            return UInt16(digits[Int(byte >> 4)]) << 8 | UInt16(digits[Int(byte & 15)])
        }

    /// Appends the encoded bytes in one pass, with one reservation.
    static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
        let escapes = Self.escapes
        let growth = bytes.reduce(0) { $0 + (escapes[Int($1)] == 0 ? 1 : 3) }
        output.reserveCapacity(output.count + growth)
        for byte in bytes {
            let escape = escapes[Int(byte)]
            guard escape != 0 else {
                output.append(byte)
                continue
            }
            output.append(UInt8(ascii: "%"))
            output.append(UInt8(escape >> 8))
            output.append(UInt8(escape & 0xFF))
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
