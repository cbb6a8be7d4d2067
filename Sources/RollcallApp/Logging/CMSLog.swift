internal import CMS
internal import Logging
internal import Roster
internal import Synchronization

/// Logs each kind of departure from the contract once, when it is first met; the metrics go on
/// counting.
final class CMSLog: CMSObserver {
    private let logger: Logger
    /// Answers are read on several threads.
    private let told = Mutex<Set<RowAnomaly>>([])

    init(_ logger: Logger) { self.logger = logger }

    func observe(_ event: CMSEvent) {
        guard case .anomaly(let anomaly, let count, let first) = event,
            told.withLock({ $0.insert(anomaly).inserted })
        else { return }
        var metadata: Logger.Metadata = [
            "cms.anomaly.kind": "\(anomaly.rawValue)", "cms.anomaly.count": "\(count)",
        ]
        if let first { metadata["cms.anomaly.first_agent"] = "\(first.number)" }
        logger.warning(
            """
            An answer of the CMS departs from its contract; each kind is logged once and counted \
            in rollcall_cms_row_anomalies_total.
            """,
            metadata: metadata
        )
    }
}
