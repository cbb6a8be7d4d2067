internal import Roster

// The groups in a snapshot: a count of VDNs, and for each its number, its sources, each with whether
// groups of it are awaited and those that are known, and the names of agents. A text is its length in
// bytes (4 bytes) and its UTF-8; a membership never observed has the least moment there is.
extension ByteWriter {
    /// Writes the groups of all VDNs, in a fixed order.
    mutating func write(_ groups: [VDN: LearntGroups]) {
        write(UInt16(groups.count))
        for (vdn, learnt) in groups.sorted(by: { $0.key.number < $1.key.number }) {
            write(vdn.number)
            write(UInt8(learnt.groups.count))
            for (index, source) in Group.Source.allCases.enumerated() {
                guard let known = learnt.groups[source] else { continue }
                write(UInt8(index))
                write(UInt8(learnt.awaited.contains(source) ? 1 : 0))
                write(UInt32(known.count))
                for group in known { write(group) }
            }
            write(learnt.names)
        }
    }

    private mutating func write(_ group: LearntGroup) {
        write(group.id)
        write(group.name)
        write(group.membership.observedAt?.milliseconds ?? .min)
        write(UInt32(group.members.ranges.count))
        for range in group.members.ranges {
            write(range.lowerBound)
            write(range.upperBound)
        }
    }

    private mutating func write(_ names: AgentNames?) {
        let all = names?.all.sorted { $0.key < $1.key } ?? []
        write(UInt8(names == nil ? 0 : 1))
        write(UInt32(all.count))
        for (agent, name) in all {
            write(agent.number)
            write(name)
        }
    }

    private mutating func write(_ text: String) {
        write(UInt32(text.utf8.count))
        bytes += Array(text.utf8)
    }
}

extension ByteReader {
    /// Reads the groups of all VDNs.
    /// - Throws: where something is not there, or cannot be.
    mutating func groups() throws(StateFileError) -> [VDN: LearntGroups] {
        var groups: [VDN: LearntGroups] = [:]
        for _ in 0..<(try next(UInt16.self)) {
            guard let vdn = VDN(try next(UInt16.self)) else { throw .impossibleContent }
            groups[vdn] = try learntGroups()
        }
        return groups
    }

    private mutating func learntGroups() throws(StateFileError) -> LearntGroups {
        var learnt = LearntGroups()
        for _ in 0..<(try next(UInt8.self)) {
            let index = Int(try next(UInt8.self))
            guard Group.Source.allCases.indices.contains(index) else { throw .impossibleContent }
            let source = Group.Source.allCases[index]
            if try next(UInt8.self) == 1 { learnt.awaited.insert(source) }
            var known: [LearntGroup] = []
            for _ in 0..<(try next(UInt32.self)) { known.append(try group()) }
            learnt.groups[source] = known
        }
        learnt.names = try names()
        return learnt
    }

    private mutating func group() throws(StateFileError) -> LearntGroup {
        let (id, name) = (try text(), try text())
        let observed = try next(Int64.self)
        var ranges: [ClosedRange<UInt32>] = []
        for _ in 0..<(try next(UInt32.self)) {
            let (first, last) = (try next(UInt32.self), try next(UInt32.self))
            guard first <= last, AgentID(first) != nil, AgentID(last) != nil else {
                throw .impossibleContent
            }
            ranges.append(first...last)
        }
        return LearntGroup(
            id: id,
            name: name,
            members: AgentIDSet(ranges: ranges),
            membership: Membership(
                observedAt: observed == .min ? nil : Timestamp(milliseconds: observed)
            )
        )
    }

    private mutating func names() throws(StateFileError) -> AgentNames? {
        let areKept = try next(UInt8.self) == 1
        var names: [AgentID: String] = [:]
        for _ in 0..<(try next(UInt32.self)) {
            guard let agent = AgentID(try next(UInt32.self)) else { throw .impossibleContent }
            names[agent] = try text()
        }
        return areKept ? AgentNames(names) : nil
    }

    private mutating func text() throws(StateFileError) -> String {
        let length = Int(try next(UInt32.self))
        guard length <= bytes.count - position else { throw .wrongLength }
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    /// Reads an integer that may not be there.
    private mutating func next<Number: FixedWidthInteger>(
        _ type: Number.Type
    ) throws(StateFileError) -> Number {
        guard bytes.count - position >= Number.bitWidth / 8 else { throw .wrongLength }
        return read(type)
    }
}
