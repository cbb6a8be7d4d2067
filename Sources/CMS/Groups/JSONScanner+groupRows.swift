internal import JSONScanning
internal import Roster

extension JSONScanner {
    /// Reads the document's array of rows, whose opening bracket is next.
    ///
    /// An element that is no object counts as a row without any field.
    /// - Parameters:
    ///   - counts: takes what is not as the contract says.
    ///   - take: takes each row in, and says whose it is.
    /// - Throws: what is wrong with the text.
    mutating func groupRows(
        counting counts: inout AnomalyCounts,
        _ take: (GroupRow, inout AnomalyCounts) -> AgentID?
    ) throws(BodyFault) {
        // What was met before has to do with no row.
        counts.rowEnded(nil)
        var follows = enter(closing: .closeBracket)
        while follows {
            let row = try groupRow(counting: &counts)
            counts.rowEnded(take(row, &counts))
            follows = try advance(closing: .closeBracket)
        }
    }

    private mutating func groupRow(
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> GroupRow {
        var row = GroupRow()
        guard next == .openBrace else {
            try skipValue(depth: 2)
            return row
        }
        var follows = enter(closing: .closeBrace)
        while follows {
            let name = try key()
            if let field = GroupField(rawValue: text(of: name)) {
                if row[field] != nil { counts.count(.duplicateField) }
                row[field] = try value(of: field, counting: &counts)
            } else {
                counts.note(.unknownField)
                try skipValue(depth: 3)
            }
            follows = try advance(closing: .closeBrace)
        }
        return row
    }

    /// Reads a field's value; nothing where it is null.
    private mutating func value(
        of field: GroupField,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> FieldValue? {
        switch next {
        case .quote: return .text(text(of: try string()))
        case .minus, 0x30...0x39:
            let start = position
            let number = try number()
            let digits = JSONString(start: start, end: position, hasEscapes: false)
            return .number(number, digits: text(of: digits))
        case .openBracket where field == .agentIds:
            let (agents, isWhole) = try agents(counting: &counts)
            return .agents(agents, isWhole: isWhole)
        case UInt8(ascii: "n"):
            try literal("null")
            return nil
        default:
            try skipValue(depth: 3)
            return .other
        }
    }

    private mutating func agents(
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> (ids: [AgentID], isWhole: Bool) {
        var agents: [AgentID] = []
        var isWhole = true
        var follows = enter(closing: .closeBracket)
        while follows {
            let number = try wholeNumber(in: Int64.min...Int64.max, depth: 4, counting: &counts)
            if let number, let agent = AgentID(number) {
                agents.append(agent)
            } else if number != nil {
                counts.count(.idOutOfRange)
            } else {
                isWhole = false
            }
            follows = try advance(closing: .closeBracket)
        }
        return (agents, isWhole)
    }
}
