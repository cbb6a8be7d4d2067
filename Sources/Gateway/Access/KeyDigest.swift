internal import Crypto
internal import Roster

/// The SHA-256 of a key: all of a key that is ever kept.
package struct KeyDigest: Hashable, Sendable {
    private let words: InlineArray<4, UInt64>

    /// How many hexadecimal digits write it.
    package static let hexDigits = 64

    /// Hashes a key.
    package init(of key: some StringProtocol) {
        var hash = SHA256()
        hash.update(data: Array(key.utf8))
        self.init(bytes: Array(hash.finalize()))
    }

    /// Reads 64 hexadecimal digits, as `sha256sum` prints them.
    package init?(hex: String) {
        guard hex.utf8.count == Self.hexDigits, let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes: bytes)
    }

    private init(bytes: [UInt8]) {
        words = InlineArray { word in
            bytes[(word * 8)..<(word * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The digits, in lower case.
    package var hex: String {
        words.indices.map { words[$0].hex }.joined()
    }

    /// 1 where both are the same, else 0; takes the same time wherever they differ, and no branch.
    func equality(with other: KeyDigest) -> UInt64 {
        var difference: UInt64 = 0
        for index in words.indices { difference |= words[index] ^ other.words[index] }
        return 1 ^ ((difference | (0 &- difference)) >> 63)
    }

    /// Whether both are the same.
    package static func == (left: KeyDigest, right: KeyDigest) -> Bool {
        left.equality(with: right) == 1
    }

    /// Hashes the first word: digests are random already.
    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}
