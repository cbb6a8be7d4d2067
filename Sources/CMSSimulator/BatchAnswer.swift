internal import NIOCore
internal import Roster

/// The rows of one good call and the text they are sent as (contract section 1).
struct BatchAnswer {
    private struct PlannedRow {
        let row: AgentRow
        let fate: RowFate
    }

    /// Bytes to reserve for a row; most take some 210.
    private static let rowBytes = 280

    private var rows: [PlannedRow] = []
    private let writer: RowWriter
    /// The members of the answer in the order sent.
    private let members: [String]

    /// Plans the answer to ids that exist; `row` tells how an agent stands at this moment.
    init(
        ids: [AgentID],
        faults: SimulatorFaults,
        seed: UInt64,
        number: UInt64,
        row: (AgentID) -> AgentRow
    ) {
        var random = SeededRandom(seed, number, 21)
        var members = ["result", "resultCode", "resultDatas", "resultDesc"]
        random.shuffle(&members)
        self.members = members
        writer = RowWriter(random: &random)
        rows.reserveCapacity(ids.count)
        if faults.concernRows {
            plan(ids, faults, seed, number, row)
        } else {
            rows = ids.map { PlannedRow(row: row($0), fate: .good) }
        }
        random.shuffle(&rows)
    }

    private mutating func plan(
        _ ids: [AgentID],
        _ faults: SimulatorFaults,
        _ seed: UInt64,
        _ number: UInt64,
        _ row: (AgentID) -> AgentRow
    ) {
        var random = SeededRandom(seed, number, 22)
        let asked = Set(ids)
        for id in ids {
            let fate = RowFate(
                faults: faults,
                seed: seed,
                number: number,
                id: Int64(id.number)
            )
            if !fate.isOmitted { rows.append(planned(row(id), fate, &random)) }
            if fate.bringsForeignRow {
                let foreign = Self.id(outside: asked, &random)
                rows.append(PlannedRow(row: row(foreign), fate: .good))
            }
        }
    }

    private func planned(
        _ row: AgentRow,
        _ fate: RowFate,
        _ random: inout SeededRandom
    ) -> PlannedRow {
        var row = row
        if fate.hasUnknownState { row.currentState = random.draw(11...99) }
        return PlannedRow(row: row, fate: fate)
    }

    private static func id(outside asked: Set<AgentID>, _ random: inout SeededRandom) -> AgentID {
        while true {
            let id = AgentID(unchecked: UInt32(random.draw(101...59_999)))
            if !asked.contains(id) { return id }
        }
    }

    /// The answer's body; `resultDatas` and `resultDesc` hold the same rows.
    func write(into buffer: inout ByteBuffer) {
        buffer.reserveCapacity(minimumWritableBytes: rows.count * Self.rowBytes * 2 + 128)
        var shared = ByteBuffer()
        writeRows(into: &shared, disagreeing: false)
        for (place, member) in members.enumerated() {
            buffer.writeString(place == 0 ? "{\"" : ",\"")
            buffer.writeString("\(member)\":")
            switch member {
            case "result": buffer.writeString("\"0\"")
            case "resultCode": buffer.writeString("\"\(ResultCode.good)\"")
            case "resultDatas" where rows.contains { $0.fate.disagrees }:
                writeRows(into: &buffer, disagreeing: true)
            default: buffer.writeImmutableBuffer(shared)
            }
        }
        buffer.writeString("}")
    }

    private func writeRows(into buffer: inout ByteBuffer, disagreeing: Bool) {
        buffer.reserveCapacity(minimumWritableBytes: rows.count * Self.rowBytes)
        buffer.writeString("[")
        for (index, planned) in rows.enumerated() {
            var row = planned.row
            if disagreeing, planned.fate.disagrees {
                row.currentState = (row.currentState + 1) % 11
                row.currentStateTime += 1
            }
            if index > 0 { buffer.writeString(",") }
            writer.write(row, index: index, fate: planned.fate, into: &buffer)
        }
        buffer.writeString("]")
    }
}
