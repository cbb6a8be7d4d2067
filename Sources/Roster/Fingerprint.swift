/// A 64-bit digest of a sequence of values: the same on every machine, in every process and after
/// every restart, which `Hasher`'s is not.
///
/// It tells different content apart by chance alone: nobody is kept from looking for collisions.
package struct Fingerprint: Hashable, Sendable {
    /// Stands for a value that is not there; no value of ours is the smallest `Int64`.
    private static let nothing: UInt64 = 1 << 63

    /// The digest of what was added so far.
    package private(set) var value: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Creates the digest of nothing.
    package init() {}

    /// Adds a number; the order of what is added counts.
    package mutating func add(_ number: some FixedWidthInteger) {
        mix(UInt64(truncatingIfNeeded: number))
    }

    /// Adds a number, or that there is none.
    package mutating func add(_ number: (some FixedWidthInteger)?) {
        mix(number.map { UInt64(truncatingIfNeeded: $0) } ?? Self.nothing)
    }

    /// Adds bytes and their number, so that no two texts one behind the other are like two others.
    package mutating func add(bytes: some Sequence<UInt8>) {
        var (word, count): (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            word = word << 8 | UInt64(byte)
            count += 1
            if count % 8 == 0 { mix(word) }
        }
        if count % 8 != 0 { mix(word) }
        mix(count)
    }

    /// Steele, Lea and Flood's SplitMix64 finalizer: each bit of what goes in moves half of those
    /// that come out, and no two inputs come out the same.
    private mutating func mix(_ word: UInt64) {
        var mixed = value ^ word
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        value = (mixed ^ mixed >> 31) &+ 0x9E37_79B9_7F4A_7C15
    }
}
