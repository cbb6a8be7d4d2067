internal import Roster

extension JSONWriter {
    /// Writes a list of readings in their order (design section 4).
    ///
    /// What is counted is counted over all readings, shown or not, so that the counts say how sure
    /// the list is. `names` has the name of each of them, or none where names are not kept.
    mutating func list(
        _ readings: [Reading],
        _ options: ListOptions = .standard,
        named names: [ShownName] = []
    ) {
        var (stale, missing) = (0, 0)
        var isFirst = true
        raw("{\"agents\":[")
        for (place, reading) in readings.enumerated() {
            if options.shows(reading) {
                self.reading(
                    reading,
                    options.fields,
                    named: names.isEmpty ? .leftOut : names[place],
                    after: isFirst ? "" : ","
                )
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
    mutating func lines(_ readings: [Reading], _ options: ListOptions, among names: AgentNames?) {
        for reading in readings where options.shows(reading) {
            let name =
                names == nil ? .leftOut : ShownName(of: reading, among: names, options.fields)
            self.reading(reading, options.fields, named: name, before: "\n")
        }
    }
}
