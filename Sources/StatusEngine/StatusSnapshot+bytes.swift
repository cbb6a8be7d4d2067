internal import Roster

// All integers are little-endian. The entries have a fixed length each.
extension StatusSnapshot {
    private static let agentsName = "agents"
    private static let groupsName = "groups"
    private static let entryLength = 2 + 4 + 2 + 6 * 4 + 5 * 8 + 8

    /// The snapshot as sections of a file.
    package var sections: [StateDocument.Section] {
        var agents = ByteWriter()
        agents.bytes.reserveCapacity(entries.count * Self.entryLength)
        for entry in entries { entry.write(to: &agents) }
        var learnt = ByteWriter()
        learnt.write(groups)
        return [
            StateDocument.Section(Self.agentsName, agents.bytes),
            StateDocument.Section(Self.groupsName, learnt.bytes),
        ]
    }

    /// Reads the sections of a file; what is not there, or of a version not known here, is empty.
    /// - Throws: ``StateFileError`` where a section holds anything but what ``sections`` made.
    package init(_ document: StateDocument) throws(StateFileError) {
        self.init(entries: [])
        if let agents = document.content(of: Self.agentsName) {
            guard agents.count.isMultiple(of: Self.entryLength) else { throw .wrongLength }
            var reader = ByteReader(bytes: agents, position: 0)
            entries = try reader.entries(agents.count / Self.entryLength)
        }
        if let learnt = document.content(of: Self.groupsName) {
            var reader = ByteReader(bytes: learnt, position: 0)
            groups = try reader.groups()
            guard reader.position == learnt.count else { throw .wrongLength }
        }
    }
}

// The format before there were sections: "ROLLCALL", the version, the number of entries (8 bytes),
// the entries, the groups, CRC-32 of all before (4 bytes). Version 1 had no groups.
extension StatusSnapshot {
    private static let formerMagic = Array("ROLLCALL".utf8)
    private static let formerHeadLength = 8 + 1 + 8

    /// Whether the bytes begin as they did before there were sections.
    package static func isFormer(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.starts(with: formerMagic)
    }

    /// Reads the bytes of a file from before there were sections.
    /// - Throws: ``StateFileError``.
    package init(former bytes: [UInt8]) throws(StateFileError) {
        guard Self.isFormer(bytes) else { throw .notOurs }
        guard bytes.count >= Self.formerHeadLength + 4 else { throw .wrongLength }
        guard (1...2).contains(bytes[8]) else { throw .unknownVersion }
        var reader = ByteReader(bytes: bytes, position: 9)
        let count = reader.read(UInt64.self)
        let room = bytes.count - Self.formerHeadLength - 4
        guard count <= UInt64(room / Self.entryLength) else { throw .wrongLength }
        var end = ByteReader(bytes: bytes, position: bytes.count - 4)
        guard end.read(UInt32.self) == CRC32.checksum(of: bytes.dropLast(4)) else {
            throw .wrongChecksum
        }
        self.init(entries: try reader.entries(Int(count)))
        if bytes[8] > 1 { groups = try reader.groups() }
        guard reader.position == bytes.count - 4 else { throw .wrongLength }
    }
}

extension ByteReader {
    /// Reads entries; the caller has checked that they are there.
    fileprivate mutating func entries(
        _ count: Int
    ) throws(StateFileError) -> [StatusSnapshot.Entry] {
        var entries: [StatusSnapshot.Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            guard let entry = StatusSnapshot.Entry(from: &self) else { throw .impossibleContent }
            entries.append(entry)
        }
        return entries
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
        /// Of before, every agent's state had a beginning that was known.
        static let unknownBeginning = Presence(rawValue: 256)
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
        if let agent, agent.stateSince == nil { presence.insert(.unknownBeginning) }
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
        writer.write((agent?.stateSince ?? agent?.observedAt)?.milliseconds ?? 0)
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
            stateSeconds: presence.contains(.unknownBeginning) ? nil : times[0],
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
        let since = Timestamp(milliseconds: times[3])
        agent.stateSince = presence.contains(.unknownBeginning) ? nil : since
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
