/// Rows of which each names another group or skill; of several with one id the first stands.
struct DistinctRows<ID: Hashable, Row: Hashable> {
    /// The rows, in the order they came.
    private(set) var rows: [Row] = []
    private var firstRows: [ID: Row] = [:]

    /// Takes a row in, or counts why not.
    mutating func add(_ row: Row, id: ID, counting counts: inout AnomalyCounts) {
        guard let first = firstRows[id] else {
            firstRows[id] = row
            return rows.append(row)
        }
        counts.count(first == row ? .duplicateRow : .disagreeingDuplicate)
    }
}
