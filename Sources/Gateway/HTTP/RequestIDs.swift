/// Names the requests of one connection.
struct RequestIDs: Sendable {
    private let prefix: String
    private var count: UInt64 = 0

    /// Creates the names; seed and connection together make them unlike those of another run.
    init(seed: UInt64, connection: UInt64) {
        let start = String(seed, radix: 16)
        let padding = String(repeating: "0", count: 16 - start.count)
        prefix = "\(padding)\(start)-\(String(connection, radix: 16))-"
    }

    /// The client's own id where it has 1-128 harmless characters, else the next of ours.
    mutating func next(proposed: Substring?) -> String {
        if let proposed, Self.isSane(proposed) { return String(proposed) }
        count += 1
        return prefix + String(count, radix: 16)
    }

    private static func isSane(_ id: Substring) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(isHarmless)
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
