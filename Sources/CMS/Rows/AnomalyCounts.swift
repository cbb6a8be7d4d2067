package import Roster

/// How often each anomaly was met, and with whom first.
package struct AnomalyCounts: Hashable, Sendable {
    private var counts: [RowAnomaly: Int] = [:]
    private var firstAgents: [RowAnomaly: AgentID] = [:]
    /// Kinds met for the first time in the row being read, whose agent is known at its end only.
    private var unattributed: [RowAnomaly] = []

    /// Begins with none.
    package init() {}

    /// How often one was met.
    package subscript(anomaly: RowAnomaly) -> Int { counts[anomaly, default: 0] }

    /// The agent one was met with first, where it was met in a row that names its agent.
    package func firstAgent(_ anomaly: RowAnomaly) -> AgentID? { firstAgents[anomaly] }

    /// The kinds that were met, each with how often, in the order of the kinds.
    package var all: [(anomaly: RowAnomaly, count: Int)] {
        RowAnomaly.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
    }

    /// Counts one kind.
    mutating func count(_ anomaly: RowAnomaly, times: Int = 1) {
        guard times > 0 else { return }
        if counts[anomaly] == nil { unattributed.append(anomaly) }
        counts[anomaly, default: 0] += times
    }

    /// Counts a kind that is told once, however often it is met.
    mutating func note(_ anomaly: RowAnomaly) {
        guard counts[anomaly] == nil else { return }
        count(anomaly)
    }

    /// Says whose row it was that ends here; nothing for a row that names nobody.
    mutating func rowEnded(_ agent: AgentID?) {
        guard !unattributed.isEmpty else { return }
        for anomaly in unattributed { firstAgents[anomaly] = agent }
        unattributed = []
    }

    /// Takes another part's counts in; what is told once a document stays at one.
    mutating func add(_ other: AnomalyCounts) {
        counts.merge(other.counts, uniquingKeysWith: +)
        firstAgents.merge(other.firstAgents) { own, _ in own }
        if counts[.unknownField] != nil { counts[.unknownField] = 1 }
    }
}
