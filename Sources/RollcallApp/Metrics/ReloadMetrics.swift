internal import Metrics
internal import Roster

/// Counts reloads of the settings.
struct ReloadMetrics: Sendable {
    private let metrics: RollcallMetrics

    /// Begins with every outcome at zero.
    init(_ metrics: RollcallMetrics) {
        self.metrics = metrics
        for outcome in ReloadPlan.outcomes { metrics.count(.reloads, outcome, by: 0) }
    }

    /// The settings were taken in at the start.
    func loaded(at now: Timestamp) {
        metrics.set(.reloadLastSuccess, Double(now.milliseconds) / 1_000)
    }

    /// A reload ended so.
    func reloaded(_ plan: ReloadPlan, at now: Timestamp) {
        metrics.count(.reloads, plan.outcome)
        switch plan {
        case .nothing, .apply: loaded(at: now)
        case .refuse, .restart, .wait: break
        }
    }
}
