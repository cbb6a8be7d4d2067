/// How often each anomaly was met.
package struct AnomalyCounts: Hashable, Sendable {
    private var counts: [RowAnomaly: Int] = [:]

    /// Begins with none.
    package init() {}

    /// How often one was met.
    package subscript(anomaly: RowAnomaly) -> Int { counts[anomaly, default: 0] }

    /// The kinds that were met, each with how often, in the order of the kinds.
    package var all: [(anomaly: RowAnomaly, count: Int)] {
        RowAnomaly.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
    }

    /// Counts one kind.
    mutating func count(_ anomaly: RowAnomaly, times: Int = 1) {
        guard times > 0 else { return }
        counts[anomaly, default: 0] += times
    }

    /// Counts a kind that is told once, however often it is met.
    mutating func note(_ anomaly: RowAnomaly) {
        counts[anomaly] = 1
    }

    /// Takes another part's counts in; what is told once a document stays at one.
    mutating func add(_ other: AnomalyCounts) {
        counts.merge(other.counts, uniquingKeysWith: +)
        if counts[.unknownField] != nil { note(.unknownField) }
    }
}
