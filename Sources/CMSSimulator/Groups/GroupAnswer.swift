internal import JSONScanning
internal import NIOCore

/// The rows of one good call about groups and the text they are sent as (contract section 3).
struct GroupAnswer {
    private static let extraFields = #","drift":[1,{"level":2.5}],"since":null"#
    /// Bytes to reserve for a row; most take fewer.
    private static let rowBytes = 200

    private let rows: [GroupRow]
    /// How many rows there are on all pages; nothing where the call does not tell it.
    private let count: Int?
    /// The members of the answer in the order sent.
    private let members: [String]
    private let faults: SimulatorFaults
    private let seed: UInt64
    private let number: UInt64

    init(
        _ call: GroupCallKind,
        rows: [GroupRow],
        count: Int? = nil,
        seed: UInt64,
        under conditions: CallConditions
    ) {
        self.rows = rows
        self.count = count
        self.seed = seed
        faults = conditions.faults
        number = conditions.number
        var members = Self.members(of: call, faults)
        var random = SeededRandom(seed, number, 43)
        random.shuffle(&members)
        self.members = members
    }

    private static func members(of call: GroupCallKind, _ faults: SimulatorFaults) -> [String] {
        switch call {
        case .userGroups:
            ["returnCode", "resultCode", "description"]
                + (faults.groupDescriptionOnly ? [] : ["resultDesc"])
        case .skilledAgents: ["resultCode", "resultDesc", "count"]
        case .userGroupMembers, .skills, .signedInAgents: ["resultCode", "resultDesc"]
        }
    }

    /// Writes the answer's body; `description` and `resultDesc` hold the same rows.
    func write(into buffer: inout ByteBuffer) {
        var shared = ByteBuffer()
        writeRows(into: &shared)
        for (place, member) in members.enumerated() {
            buffer.writeString(place == 0 ? "{\"" : ",\"")
            buffer.writeString("\(member)\":")
            switch member {
            case "returnCode": buffer.writeString("\"0\"")
            case "resultCode": buffer.writeString("\"\(ResultCode.good)\"")
            case "count": write(.number(count ?? rows.count), fate(of: -1), into: &buffer)
            default: buffer.writeImmutableBuffer(shared)
            }
        }
        buffer.writeString("}")
    }

    private func writeRows(into buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: rows.count * Self.rowBytes)
        buffer.writeString("[")
        for (place, row) in rows.enumerated() {
            if place > 0 { buffer.writeString(",") }
            write(row, at: place, into: &buffer)
        }
        buffer.writeString("]")
    }

    private func write(_ row: GroupRow, at place: Int, into buffer: inout ByteBuffer) {
        let fate = fate(of: place)
        var fields = row.fields
        var random = SeededRandom(seed, number, 44, UInt64(place))
        random.shuffle(&fields)
        for (place, field) in fields.enumerated() {
            buffer.writeString(place == 0 ? "{\"" : ",\"")
            buffer.writeString("\(field.name)\":")
            write(field.value, fate, into: &buffer)
        }
        if fate.hasExtraFields { buffer.writeString(Self.extraFields) }
        buffer.writeString("}")
    }

    private func write(_ value: GroupRow.Value, _ fate: RowFate, into buffer: inout ByteBuffer) {
        let quote = fate.hasStringNumbers ? "\"" : ""
        switch value {
        case .text(let text): buffer.writeString(text.jsonQuoted())
        case .number(let number): buffer.writeString("\(quote)\(number)\(quote)")
        case .numbers(let numbers):
            let list = numbers.map { "\(quote)\($0)\(quote)" }.joined(separator: ",")
            buffer.writeString("[\(list)]")
        }
    }

    private func fate(of place: Int) -> RowFate {
        RowFate(faults: faults, seed: seed, number: number, id: Int64(place))
    }
}
