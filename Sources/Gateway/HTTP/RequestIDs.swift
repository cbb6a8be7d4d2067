internal import Roster

/// Names the requests of one connection.
struct RequestIDs: Sendable {
    /// The name given last: up to `prefixLength` the same for all, and behind it a number in hexadecimal
    /// digits.
    private var name: [UInt8]
    private let prefixLength: Int

    /// Creates the names; seed and connection together make them unlike those of another run.
    init(seed: UInt64, connection: UInt64) {
        name = Array("\(seed.hex)-\(String(connection, radix: 16))-".utf8)
        prefixLength = name.count
        name.append(UInt8(ascii: "0"))
    }

    /// The client's own id where it has 1-128 harmless characters, else the next of ours.
    mutating func next(proposed: Substring?) -> String {
        if let proposed, Self.isSane(proposed.utf8Span.span) { return String(proposed) }
        count()
        return String(decoding: name, as: UTF8.self)
    }

    /// Gives the next name.
    private mutating func count() {
        for place in (prefixLength..<name.count).reversed() {
            switch name[place] {
            case UInt8(ascii: "9"): name[place] = UInt8(ascii: "a")
            case UInt8(ascii: "f"):
                name[place] = UInt8(ascii: "0")
                continue
            default: name[place] += 1
            }
            return
        }
        name.insert(UInt8(ascii: "1"), at: prefixLength)
    }

    /// Whether a client's own id has 1-128 harmless characters.
    private static func isSane(_ id: Span<UInt8>) -> Bool {
        guard (1...128).contains(id.count) else { return false }
        for place in id.indices where !isHarmless(id[place]) { return false }
        return true
    }

    /// Letters, digits and `-._~:/+=@`: nothing to escape in a header, in JSON or in a log line.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "-._~:/+=@".utf8.contains(byte)
        }
    }
}
