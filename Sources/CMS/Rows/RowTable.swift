internal import Roster
internal import StatusEngine

/// The rows of one array, joined by agent.
struct RowTable {
    /// What was met on the way.
    var counts = AnomalyCounts()
    private var reports: [AgentReport] = []
    /// Where an agent's report stands, or nothing for one whose rows were unreadable.
    private var index: [AgentID: Int?] = [:]
    private var unreadable: [AgentID] = []
    private var elements = 0
    /// Elements of which it cannot be read whom they name.
    private var unreadableNames = 0

    /// Makes room for a full call.
    init() {
        reports.reserveCapacity(StatusCall.maximumIDs)
        index.reserveCapacity(StatusCall.maximumIDs)
    }

    /// Takes an element in.
    mutating func add(_ reading: RowReading) {
        elements += 1
        if elements == StatusCall.maximumIDs + 1 { counts.count(.tooManyRows) }
        switch reading {
        case .report(let report): add(report)
        case .unreadable(let id): addUnreadable(id)
        case .nobody: break
        case .unreadableName: unreadableNames += 1
        }
        counts.rowEnded(reading.id)
    }

    /// Whether there are elements, and of none it can be read whom it names.
    var isUnreadable: Bool { elements > 0 && unreadableNames == elements }

    /// The rows as the engine takes them.
    var report: StatusReport {
        StatusReport(
            reports: reports,
            unreadable: unreadable.filter { index[$0] == .some(.none) },
            unreadableNames: unreadableNames
        )
    }

    /// The agents the other table tells otherwise of, or not at all, or alone; in no order.
    func disagreements(with other: RowTable) -> [AgentID] {
        let differing = index.keys.filter { self[$0] != other[$0] }
        return differing + other.index.keys.filter { index[$0] == nil }
    }

    private subscript(id: AgentID) -> RowReading? {
        guard let place = index[id] else { return nil }
        return place.map { .report(reports[$0]) } ?? .unreadable(id)
    }

    private mutating func add(_ report: AgentReport) {
        // One look-up for an agent that is new, as nearly all are.
        if let place = index.updateValue(reports.count, forKey: report.id) {
            let isRepeated = place.map { reports[$0] == report } ?? false
            counts.count(isRepeated ? .duplicateRow : .disagreeingDuplicate)
            guard place == nil else {
                index.updateValue(place, forKey: report.id)
                return
            }
        }
        reports.append(report)
    }

    private mutating func addUnreadable(_ id: AgentID) {
        if let known = self[id] {
            counts.count(known == .unreadable(id) ? .duplicateRow : .disagreeingDuplicate)
            return
        }
        index[id] = .some(nil)
        unreadable.append(id)
    }
}
