/// The cyclic redundancy check of IEEE 802.3, as zip and PNG use it (RFC 1952 section 8).
enum CRC32 {
    private static let table: [UInt32] = (0..<256)
        .map { byte in
            (0..<8)
                .reduce(UInt32(byte)) { value, _ in
                    value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
                }
        }

    static func checksum(of bytes: ArraySlice<UInt8>, then more: ArraySlice<UInt8> = []) -> UInt32 {
        ~add(more, to: add(bytes, to: ~0))
    }

    private static func add(_ bytes: ArraySlice<UInt8>, to sum: UInt32) -> UInt32 {
        let table = table
        return bytes.reduce(sum) { sum, byte in
            table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8)
        }
    }
}
