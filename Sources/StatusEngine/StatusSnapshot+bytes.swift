internal import Roster

// Layout, all integers little-endian: "ROLLCALL", the version, the number of entries (8 bytes),
// the entries at a fixed length each, the groups, CRC-32 of all before (4 bytes). Version 1 had no
// groups.
extension StatusSnapshot {
    private static let magic = Array("ROLLCALL".utf8)
    private static let version: UInt8 = 2
    private static let headLength = 8 + 1 + 8
    private static let entryLength = 2 + 4 + 2 + 6 * 4 + 5 * 8 + 8

    /// The snapshot as the bytes of a file.
    package var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(Self.headLength + entries.count * Self.entryLength + 4)
        writer.bytes += Self.magic
        writer.bytes.append(Self.version)
        writer.write(UInt64(entries.count))
        for entry in entries { entry.write(to: &writer) }
        writer.write(groups)
        writer.write(CRC32.checksum(of: writer.bytes[...]))
        return writer.bytes
    }

    /// Reads the bytes of a file.
    /// - Throws: ``SnapshotError`` for anything but what ``bytes`` made.
    package init(bytes: [UInt8]) throws(SnapshotError) {
        guard bytes.starts(with: Self.magic) else { throw .notASnapshot }
        guard bytes.count >= Self.headLength + 4 else { throw .wrongLength }
        guard (1...Self.version).contains(bytes[8]) else { throw .unknownVersion(bytes[8]) }
        var reader = ByteReader(bytes: bytes, position: 9)
        let count = reader.read(UInt64.self)
        let room = bytes.count - Self.headLength - 4
        guard count <= UInt64(room / Self.entryLength) else { throw .wrongLength }
        var end = ByteReader(bytes: bytes, position: bytes.count - 4)
        guard end.read(UInt32.self) == CRC32.checksum(of: bytes.dropLast(4)) else {
            throw .wrongChecksum
        }
        entries = []
        entries.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let entry = Entry(from: &reader) else { throw .impossibleEntry }
            entries.append(entry)
        }
        groups = [:]
        if bytes[8] > 1 { groups = try reader.groups() }
        guard reader.position == bytes.count - 4 else { throw .wrongLength }
    }
}

extension StatusSnapshot.Entry {
    /// Which of the values that may be absent are there.
    private struct Presence: OptionSet {
        let rawValue: UInt16
        static let agent = Presence(rawValue: 1)
        static let reason = Presence(rawValue: 2)
        static let previous = Presence(rawValue: 4)
        static let previousSeconds = Presence(rawValue: 8)
        static let signedIn = Presence(rawValue: 16)
        static let released = Presence(rawValue: 32)
        static let privateCalls = Presence(rawValue: 64)
        static let location = Presence(rawValue: 128)
    }

    fileprivate func write(to writer: inout ByteWriter) {
        let report = agent?.report
        var presence: Presence = []
        if report != nil { presence.insert(.agent) }
        if report?.reasonCode != nil { presence.insert(.reason) }
        if report?.previousStateCode != nil { presence.insert(.previous) }
        if report?.previousStateSeconds != nil { presence.insert(.previousSeconds) }
        if report?.signedInAt != nil { presence.insert(.signedIn) }
        if report?.releasedCalls != nil { presence.insert(.released) }
        if report?.privateCalls != nil { presence.insert(.privateCalls) }
        if report?.locationID != nil { presence.insert(.location) }
        writer.write(vdn.number)
        writer.write(id.number)
        writer.write(presence.rawValue)
        writer.write(report?.stateCode ?? 0)
        writer.write(report?.reasonCode ?? 0)
        writer.write(report?.previousStateCode ?? 0)
        writer.write(report?.releasedCalls ?? 0)
        writer.write(report?.privateCalls ?? 0)
        writer.write(report?.locationID ?? 0)
        writer.write(report?.stateSeconds ?? 0)
        writer.write(report?.previousStateSeconds ?? 0)
        writer.write(report?.signedInAt?.milliseconds ?? 0)
        writer.write(agent?.stateSince.milliseconds ?? 0)
        writer.write(agent?.observedAt.milliseconds ?? 0)
        writer.write(observedAt.milliseconds)
    }

    fileprivate init?(from reader: inout ByteReader) {
        let vdn = VDN(reader.read(UInt16.self))
        let id = AgentID(reader.read(UInt32.self))
        let presence = Presence(rawValue: reader.read(UInt16.self))
        let codes = (0..<6).map { _ in reader.read(Int32.self) }
        let times = (0..<6).map { _ in reader.read(Int64.self) }
        guard let vdn, let id else { return nil }
        self.vdn = vdn
        self.id = id
        observedAt = Timestamp(milliseconds: times[5])
        guard presence.contains(.agent) else {
            agent = nil
            return
        }
        let report = AgentReport(
            id: id,
            stateCode: codes[0],
            stateSeconds: times[0],
            reasonCode: presence.contains(.reason) ? codes[1] : nil,
            previousStateCode: presence.contains(.previous) ? codes[2] : nil,
            previousStateSeconds: presence.contains(.previousSeconds) ? times[1] : nil,
            signedInAt: presence.contains(.signedIn) ? Timestamp(milliseconds: times[2]) : nil,
            releasedCalls: presence.contains(.released) ? codes[3] : nil,
            privateCalls: presence.contains(.privateCalls) ? codes[4] : nil,
            locationID: presence.contains(.location) ? codes[5] : nil
        )
        let observed = Timestamp(milliseconds: times[4])
        var agent = Agent(report, askedAt: observed, observedAt: observed, previous: nil)
        agent.stateSince = Timestamp(milliseconds: times[3])
        self.agent = agent
    }
}

/// Writes integers one behind the other.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func write<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

/// Reads integers one behind the other; the caller has checked that they are there.
struct ByteReader {
    let bytes: [UInt8]
    var position: Int

    mutating func read<Number: FixedWidthInteger>(_: Number.Type) -> Number {
        var number: Number = 0
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            number |= Number(truncatingIfNeeded: bytes[position]) << shift
            position += 1
        }
        return number
    }
}
