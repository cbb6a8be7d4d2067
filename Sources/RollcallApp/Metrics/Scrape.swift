internal import CMS
internal import StatusEngine

/// What a scraper is given: the counted metrics, and the parts as they stand when it asks.
struct Scrape: Sendable {
    /// What has been counted.
    let metrics: RollcallMetrics
    /// The engine.
    let status: StatusService
    /// The base URLs, in the order the engine numbers them in.
    let baseURLs: [BaseURL]
    /// The snapshots, where there are any.
    let snapshots: SnapshotKeeper?
    /// What ages are counted by.
    let clock: any EngineClock

    /// Everything in Prometheus text format.
    var text: String {
        let gauges = status.gauges
        if let written = snapshots?.written {
            let age = (clock.now.instant - written.at).nanoseconds
            metrics.set(.snapshotAge, Double(age) / 1e9)
            metrics.set(.snapshotBytes, Double(written.bytes))
        }
        for (index, url) in baseURLs.enumerated() {
            metrics.set(.cmsBaseURLInUse, url.description, index == gauges.endpoint ? 1 : 0)
        }
        return metrics.text(gauges, at: clock.wall)
    }
}
