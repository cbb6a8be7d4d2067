/// MurmurHash2 in 32 bits with seed 0 (Austin Appleby, public domain): what nginx's
/// `split_clients` goes by.
enum MurmurHash2 {
    private static let multiplier: UInt32 = 0x5bd1_e995

    /// The hash of a text's UTF-8 bytes.
    static func hash(_ text: String) -> UInt32 {
        let bytes = Array(text.utf8)
        var hash = UInt32(truncatingIfNeeded: bytes.count)
        var index = 0
        while bytes.count - index >= 4 {
            hash = (hash &* multiplier) ^ mixed(word(bytes[index..<index + 4]))
            index += 4
        }
        if index < bytes.count { hash = (hash ^ word(bytes[index...])) &* multiplier }
        hash = (hash ^ (hash >> 13)) &* multiplier
        return hash ^ (hash >> 15)
    }

    /// Up to four bytes as a number, the first in the lowest place.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func mixed(_ word: UInt32) -> UInt32 {
        let product = word &* multiplier
        return (product ^ (product >> 24)) &* multiplier
    }
}
