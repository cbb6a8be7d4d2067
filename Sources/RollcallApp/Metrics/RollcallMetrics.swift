internal import Gateway
internal import Metrics
package import Roster
package import StatusEngine

/// Feeds the declared metrics from what the parts observe.
package final class RollcallMetrics: Sendable {
    let registry = PrometheusRegistry(MetricFamily.declared)
    let requests: RequestCounters
    let answers: AnswerCounters
    let logLinesDropped: Counter
    let connections: Meter
    let connectionsOpened: Counter
    let connectionsRefused: Counter
    let abandoned: Counter
    let callIDs: Recorder
    let toppedUp: Counter
    let callDuration: Metrics.Timer
    let bodyBytes: Recorder
    let notReported: Counter
    let foreignRows: Counter
    let pauses: Counter
    let putAside: Counter
    let overloaded: Counter
    let evicted: Counter

    /// Creates metrics that stand at zero.
    package init() {
        requests = RequestCounters(registry)
        answers = AnswerCounters(registry)
        logLinesDropped = Self.counter(.logLinesDropped, registry)
        connections = Meter(label: MetricFamily.httpConnections.name, factory: registry)
        connectionsOpened = Self.counter(.httpConnectionsOpened, registry)
        connectionsRefused = Self.counter(.httpConnectionsRefused, registry)
        abandoned = Self.counter(.httpAbandoned, registry)
        callIDs = Self.histogram(.cmsCallIDs, registry)
        toppedUp = Self.counter(.cmsToppedUp, registry)
        callDuration = Metrics.Timer(label: MetricFamily.cmsCallDuration.name, factory: registry)
        bodyBytes = Self.histogram(.cmsBodyBytes, registry)
        notReported = Self.counter(.cmsNotReported, registry)
        foreignRows = Self.counter(.cmsForeignRows, registry)
        pauses = Self.counter(.cmsPauses, registry)
        putAside = Self.counter(.cmsPutAside, registry)
        overloaded = Self.counter(.overloaded, registry)
        evicted = Self.counter(.evicted, registry)
        for trouble in AcceptTrouble.allCases { count(.httpAcceptPauses, trouble.rawValue, by: 0) }
        let version = [("version", RollcallVersion.current)]
        Gauge(label: MetricFamily.info.name, dimensions: version, factory: registry).record(1)
    }

    private static func counter(
        _ family: MetricFamily,
        _ registry: PrometheusRegistry
    ) -> Counter {
        Counter(label: family.name, factory: registry)
    }

    private static func histogram(
        _ family: MetricFamily,
        _ registry: PrometheusRegistry
    ) -> Recorder {
        Recorder(label: family.name, aggregate: true, factory: registry)
    }

    /// Counts something that has a label; for what is rare.
    func count(_ family: MetricFamily, _ label: String, by amount: Int = 1) {
        count(family, [label], by: amount)
    }

    /// Counts something that has labels, in the order declared; for what is rare.
    func count(_ family: MetricFamily, _ labels: [String], by amount: Int = 1) {
        let dimensions = zip(family.labels, labels).map { ($0, $1) }
        Counter(label: family.name, dimensions: dimensions, factory: registry)
            .increment(by: amount)
    }

    /// Records a duration that has a label; for what is rare.
    func record(_ family: MetricFamily, _ label: String, _ duration: Duration) {
        let dimensions = Self.dimensions(family, label)
        Metrics.Timer(label: family.name, dimensions: dimensions, factory: registry)
            .recordNanoseconds(duration.nanoseconds)
    }

    /// Everything as a scraper reads it, with the engine as it stands now.
    package func text(_ gauges: EngineGauges, at now: Timestamp) -> String {
        set(.callsInFlight, gauges.callsInFlight)
        set(.agents, gauges.agents)
        set(.tableBytes, gauges.tableBytes)
        set(.waiting, gauges.waitingQuestions)
        set(.cmsLockedOut, gauges.lockOut == nil ? 0 : 1)
        set(.cmsPaused, gauges.isPaused ? 1 : 0)
        if let left = gauges.quotaLeft { set(.cmsQuotaLeft, left) }
        for source in Group.Source.allCases {
            show(gauges.groupSources.first { $0.source == source }, of: source, at: now)
        }
        return registry.text
    }

    /// Shows the figures of a source of groups, or nothing where it is not on.
    private func show(
        _ figures: GroupSourceGauges?,
        of source: Group.Source,
        at now: Timestamp
    ) {
        let age = figures?.oldest.map { max(0, now.seconds - $0.seconds) }
        show(.groups, source.rawValue, figures.map { Double($0.groups) })
        show(.groupsDoubted, source.rawValue, figures.map { Double($0.doubted) })
        show(.groupsAwaited, source.rawValue, figures.map { $0.isAwaited ? 1 : 0 })
        show(.groupSourcesBarred, source.rawValue, figures.map { $0.isBarred ? 1 : 0 })
        show(.groupMembersAge, source.rawValue, age.map { Double($0) })
    }

    /// Sets a gauge that has a label, or lets its series go where there is nothing to tell.
    private func show(_ family: MetricFamily, _ label: String, _ value: Double?) {
        if let value {
            set(family, label, value)
        } else {
            registry.drop(family, Self.dimensions(family, label))
        }
    }

    private func set(_ family: MetricFamily, _ value: Int) { set(family, Double(value)) }

    /// Sets a gauge that has no label.
    func set(_ family: MetricFamily, _ value: Double) {
        Gauge(label: family.name, factory: registry).record(value)
    }

    /// Sets a gauge that has a label, whose values are few.
    func set(_ family: MetricFamily, _ label: String, _ value: Double) {
        let dimensions = Self.dimensions(family, label)
        Gauge(label: family.name, dimensions: dimensions, factory: registry).record(value)
    }

    private static func dimensions(_ family: MetricFamily, _ label: String) -> [(String, String)] {
        family.labels.prefix(1).map { ($0, label) }
    }
}
