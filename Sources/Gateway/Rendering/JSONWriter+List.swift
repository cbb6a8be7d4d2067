internal import Roster

extension JSONWriter {
    /// Writes a list of readings in their order (design section 4).
    ///
    /// What is counted is counted over all readings, shown or not, so that the counts say how sure
    /// the list is.
    mutating func list(_ readings: [Reading], _ options: ListOptions = .standard) {
        var (stale, missing) = (0, 0)
        var isFirst = true
        raw("{\"agents\":[")
        for reading in readings {
            if options.shows(reading) {
                self.reading(reading, options.fields, after: isFirst ? "" : ",")
                isFirst = false
            }
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

    /// Writes those readings that are shown, each on a line of its own.
    mutating func lines(_ readings: [Reading], _ options: ListOptions) {
        for reading in readings where options.shows(reading) {
            self.reading(reading, options.fields, before: "\n")
        }
    }
}
