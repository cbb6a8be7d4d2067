import StatusEngine

/// Spoils documents in ways that answers are spoilt, and in ways only malice would think of.
struct Mutator {
    private var random: SplitMix64

    /// Pieces that are put in or replace a byte: JSON's own, its near misses, and UTF-8's faults.
    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "false", "0", "-", "-0", "1",
            "00", "1.0", "1.5", "1e3", "1E+400", "-1e-9", "9223372036854775807", "NaN",
            "9223372036854775808", "18446744073709551616", "123456789012345678901234567890",
            "4294967295", "65535", " ", "\n", "\t", "\u{B}", "\u{A0}", "\u{0}", "\u{1}", "\u{7F}",
            "é", "𝄞", "\\n", "\\u0041", "\\u00e9", "\\ud834\\udd1e", "\\ud800", "\\udc00", "\\x",
            "\\u12", "/*c*/", "//c\n", "{}", "[]", "{\"a\":[1,{\"b\":null}]}", "\"5\"", "'",
            "\u{FEFF}", "\"agentId\":1031,", "\"agentId\"", ",\"currentState\":3", "[[[[[[[[",
            "]]]]]]]]", "+1", ".5", "5.", "Infinity", "\"resultCode\":\"0100000\",",
        ]
        .map { Array($0.utf8) }
        + [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3]]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// The document after one to three changes.
    mutating func mutate(_ document: [UInt8]) -> [UInt8] {
        var bytes = document
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
        switch Int.random(in: 0..<9, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 5: bytes.removeSubrange(place...)
        case 6: bytes.append(contentsOf: piece)
        case 7: bytes.replaceSubrange(place..<place + 1, with: piece)
        default: bytes.insert(contentsOf: piece, at: place)
        }
    }
}
