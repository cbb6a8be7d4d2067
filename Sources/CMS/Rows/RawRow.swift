/// The usable values of one row, as sent.
struct RawRow {
    private var values = InlineArray<10, Int64>(repeating: 0)
    private var present: UInt16 = 0
    private var usable: UInt16 = 0

    /// The field's value, where it was there and usable.
    subscript(field: RowField) -> Int64? {
        usable & bit(field) == 0 ? nil : values[field.rawValue]
    }

    /// How many fields were absent or null.
    var missing: Int { RowField.allCases.count - present.nonzeroBitCount }

    /// Takes a field in; nothing stands for a value that cannot be used.
    /// - Returns: whether the field had been there already.
    mutating func set(_ field: RowField, to value: Int64?) -> Bool {
        let wasPresent = present & bit(field) != 0
        present |= bit(field)
        usable &= ~bit(field)
        if let value {
            values[field.rawValue] = value
            usable |= bit(field)
        }
        return wasPresent
    }

    /// Takes a field that was null as one that is absent.
    mutating func clear(_ field: RowField) {
        present &= ~bit(field)
        usable &= ~bit(field)
    }

    private func bit(_ field: RowField) -> UInt16 { 1 << UInt16(field.rawValue) }
}
