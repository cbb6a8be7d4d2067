internal import Roster

extension JSONWriter {
    /// Writes a list of readings in their order (design section 4).
    mutating func list(_ readings: [Reading]) {
        var (stale, missing) = (0, 0)
        raw("{\"agents\":[")
        for (index, reading) in readings.enumerated() {
            if index > 0 { raw(",") }
            self.reading(reading)
            switch reading {
            case .observed(_, let freshness): stale += freshness.isStale ? 1 : 0
            case .missing: missing += 1
            }
        }
        raw("],\"complete\":")
        flag(missing == 0)
        raw(",\"stale\":")
        number(stale)
        raw(",\"missing\":")
        number(missing)
        raw("}")
    }
}
