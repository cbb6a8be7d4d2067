internal import Roster

/// Ids in little space, taken in their order: each as its distance from the one before.
///
/// A distance takes one byte for a neighbour, up to 63 off, and three at most. Seven bits a byte,
/// the lowest first; all but the last have the eighth set.
struct PackedIDs: Sendable {
    private let bytes: [UInt8]
    private var position = 0
    private var last: Int32 = 0

    /// Packs the ids.
    init(_ ids: some Collection<AgentID>) {
        var size = 0
        Self.eachDistance(of: ids) { size += Self.width($0) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        Self.eachDistance(of: ids) { distance in
            var rest = distance
            while rest > 0x7F {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        self.bytes = bytes
    }

    /// What they take, in bytes, until the last has been taken.
    var size: Int { bytes.count }

    /// Takes the next ids: so many, or all that are left.
    mutating func next(_ count: Int) -> [AgentID] {
        var ids: [AgentID] = []
        while ids.count < count, let id = next() { ids.append(id) }
        return ids
    }

    private mutating func next() -> AgentID? {
        guard position < bytes.count else { return nil }
        var distance: UInt32 = 0
        var shift: UInt32 = 0
        var byte: UInt8
        repeat {
            byte = bytes[position]
            position += 1
            distance |= UInt32(byte & 0x7F) << shift
            shift += 7
        } while byte & 0x80 != 0
        last += Self.signed(distance)
        return AgentID(unchecked: UInt32(last))
    }

    private static func eachDistance(
        of ids: some Collection<AgentID>,
        _ body: (UInt32) -> Void
    ) {
        var last: Int32 = 0
        for id in ids {
            let number = Int32(id.number)
            body(unsigned(number - last))
            last = number
        }
    }

    private static func width(_ distance: UInt32) -> Int {
        distance < 1 << 7 ? 1 : distance < 1 << 14 ? 2 : 3
    }

    /// The sign goes into the lowest bit, so that what is near to zero on either side is small.
    private static func unsigned(_ distance: Int32) -> UInt32 {
        UInt32(bitPattern: distance << 1 ^ distance >> 31)
    }

    private static func signed(_ distance: UInt32) -> Int32 {
        Int32(bitPattern: distance >> 1) ^ -Int32(bitPattern: distance & 1)
    }
}
