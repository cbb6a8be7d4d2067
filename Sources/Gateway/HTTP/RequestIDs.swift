/// Names the requests of one connection.
struct RequestIDs: Sendable {
    /// The name last given, up to `prefixLength` the same for all.
    private var name: [UInt8]
    private let prefixLength: Int
    private var count: UInt64 = 0

    /// Creates the names; seed and connection together make them unlike those of another run.
    init(seed: UInt64, connection: UInt64) {
        let start = String(seed, radix: 16)
        let padding = String(repeating: "0", count: 16 - start.count)
        name = Array("\(padding)\(start)-\(String(connection, radix: 16))-".utf8)
        prefixLength = name.count
        name.reserveCapacity(prefixLength + 16)
    }

    /// The client's own id where it has 1-128 harmless characters, else the next of ours.
    mutating func next(proposed: Substring?) -> String {
        if let proposed, Self.isSane(proposed) { return String(proposed) }
        count += 1
        name.removeSubrange(prefixLength...)
        let digits = max(1, (64 - count.leadingZeroBitCount + 3) / 4)
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: count >> (4 * place)) & 0xF
            name.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: name, as: UTF8.self)
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
