internal import JSONScanning
internal import Roster

extension JSONScanner {
    /// Reads an array of rows; its opening bracket is next.
    /// - Parameters:
    ///   - depth: how many objects and arrays are open around it.
    ///   - now: the CMS's time, where it is known.
    /// - Returns: the rows, joined by agent.
    /// - Throws: what is wrong with the text.
    mutating func rows(
        depth: Int,
        asOf now: Timestamp?
    ) throws(BodyFault) -> RowTable {
        var table = RowTable()
        var follows = enter(closing: .closeBracket)
        while follows {
            table.add(try element(depth: depth + 1, asOf: now, counting: &table.counts))
            follows = try advance(closing: .closeBracket)
        }
        return table
    }

    private mutating func element(
        depth: Int,
        asOf now: Timestamp?,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> RowReading {
        guard next == .openBrace else {
            try skipValue(depth: depth)
            counts.count(.rowWithoutID)
            return .unreadableName
        }
        return try row(depth: depth, counting: &counts).reading(asOf: now, counting: &counts)
    }

    private mutating func row(
        depth: Int,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> RawRow {
        var row = RawRow()
        var follows = enter(closing: .closeBrace)
        while follows {
            let name = try key()
            if let field = field(named: name) {
                try read(field, into: &row, depth: depth + 1, counting: &counts)
            } else {
                counts.note(.unknownField)
                try skipValue(depth: depth + 1)
            }
            follows = try advance(closing: .closeBrace)
        }
        return row
    }

    @inline(__always)
    private func field(named name: JSONString) -> RowField? {
        guard name.hasEscapes else { return RowField(bytes.extracting(name.start..<name.end)) }
        return RowField(bytes(of: name).span)
    }

    private mutating func read(
        _ field: RowField,
        into row: inout RawRow,
        depth: Int,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) {
        guard next != UInt8(ascii: "n") else {
            try literal("null")
            row.clear(field)
            return
        }
        let value = try wholeNumber(in: field.range, depth: depth, counting: &counts)
        if row.set(field, to: value) { counts.count(.duplicateField) }
    }

    /// Reads a value that ought to be a whole number of the range; nothing where it is not one.
    mutating func wholeNumber(
        in range: ClosedRange<Int64>,
        depth: Int,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> Int64? {
        switch next {
        case .minus, 0x30...0x39:
            return counts.checked(try number(), in: range)
        case .quote:
            guard let number = JSONNumber(bytes(of: try string())) else { break }
            counts.count(.numberAsString)
            return counts.checked(number, in: range)
        default:
            try skipValue(depth: depth)
        }
        counts.count(.wrongType)
        return nil
    }
}

extension AnomalyCounts {
    /// The number if it is whole and in range; else counts why not.
    ///
    /// Where any whole number will do, one beyond Int64 is taken as the largest: it is whole, and
    /// that is all that is asked.
    mutating func checked(_ number: JSONNumber, in range: ClosedRange<Int64>) -> Int64? {
        switch number {
        case .integer(let value) where range.contains(value):
            return value
        case .tooLarge where range == Int64.min...Int64.max:
            return Int64.max
        case .integer, .tooLarge: count(.numberOutOfRange)
        case .notWhole: count(.numberNotWhole)
        }
        return nil
    }
}
