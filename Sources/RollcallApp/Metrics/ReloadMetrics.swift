internal import Metrics
internal import Roster

/// Counts reloads of the settings.
struct ReloadMetrics: Sendable {
    private let metrics: RollcallMetrics

    /// Begins with every outcome at zero.
    init(_ metrics: RollcallMetrics) {
        self.metrics = metrics
        for outcome in ReloadPlan.Outcome.allCases {
            metrics.count(.reloads, outcome.rawValue, by: 0)
        }
    }

    /// The settings were taken in at the start.
    func loaded(at now: Timestamp) {
        metrics.set(.reloadLastSuccess, Double(now.milliseconds) / 1_000)
    }

    /// A reload ended so: counted once for each outcome it had.
    func reloaded(_ plan: ReloadPlan, at now: Timestamp) {
        let outcomes = plan.outcomes
        for outcome in outcomes { metrics.count(.reloads, outcome.rawValue) }
        if outcomes.isSubset(of: [.applied, .unchanged]) { loaded(at: now) }
    }
}
