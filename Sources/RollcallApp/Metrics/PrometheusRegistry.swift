package import Metrics
internal import Synchronization

/// Keeps all series and writes them in Prometheus text format 0.0.4; the factory of swift-metrics.
package final class PrometheusRegistry: MetricsFactory {
    /// The most series one family may have; values beyond are dropped and counted.
    package static let maximumSeries = 500

    /// Labels as name and value, in order.
    private struct SeriesKey: Hashable {
        let labels: [String]

        init(_ dimensions: [(String, String)]) {
            labels = dimensions.flatMap { [$0.0, $0.1] }
        }
    }

    private struct Family {
        let declaration: MetricFamily
        var series: [SeriesKey: any PrometheusSeries] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var dropped: Int64 = 0
    }

    private let state: Mutex<State>
    /// What undeclared timers and recorders are counted by, in seconds.
    private static let usualBounds = [0.001, 0.01, 0.1, 1, 10]

    /// Creates a registry of declared families; others may join and get no help text.
    package init(_ families: [MetricFamily]) {
        let named = families.map { ($0.name, Family(declaration: $0)) }
        state = Mutex(State(families: Dictionary(named) { first, _ in first }))
    }

    /// Shows series that are counted elsewhere as those of a declared family.
    func keep(_ series: some PrometheusSeries, in family: MetricFamily) {
        state.withLock { $0.families[family.name]?.series[SeriesKey([])] = series }
    }

    /// Lets a series go of which there is nothing to tell any more; recorded again, it begins anew.
    func drop(_ family: MetricFamily, _ dimensions: [(String, String)]) {
        let key = SeriesKey(dimensions)
        state.withLock { $0.families[family.name]?.series[key] = nil }
    }

    /// Makes or finds a counter.
    package func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        let fresh = { PrometheusCounter() }
        return series(label, dimensions, .counter, fresh) ?? PrometheusCounter()
    }

    /// Makes or finds a gauge, or with `aggregate` a histogram.
    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
    }

    /// Makes or finds a gauge that can be stepped up and down.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// Makes or finds a histogram of seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        series(label, dimensions, .gauge, { PrometheusGauge() }) ?? PrometheusGauge()
    }

    private func histogram(
        _ label: String,
        _ dimensions: [(String, String)]
    ) -> PrometheusHistogram {
        let declared = state.withLock { $0.families[label]?.declaration.kind }
        let bounds = if case .histogram(let bounds)? = declared { bounds } else { Self.usualBounds }
        let fresh = { PrometheusHistogram(bounds: bounds) }
        return series(label, dimensions, .histogram(bounds: bounds), fresh) ?? fresh()
    }

    /// Finds or makes a series; nothing when the family is full or of another kind.
    private func series<Series: PrometheusSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ kind: MetricFamily.Kind,
        _ fresh: () -> Series
    ) -> Series? {
        let key = SeriesKey(dimensions)
        return state.withLock { state in
            let declaration = MetricFamily(label, kind, "")
            var family = state.families[label] ?? Family(declaration: declaration)
            if let known = family.series[key] { return known as? Series }
            guard family.series.count < Self.maximumSeries, family.declaration.kind == kind else {
                state.dropped += 1
                return nil
            }
            let series = fresh()
            family.series[key] = series
            state.families[label] = family
            return series
        }
    }

    /// Nothing is destroyed by a handler: other handlers may have the same series.
    package func destroyCounter(_: any CounterHandler) {}
    /// Nothing is destroyed by a handler: other handlers may have the same series.
    package func destroyRecorder(_: any RecorderHandler) {}
    /// Nothing is destroyed by a handler: other handlers may have the same series.
    package func destroyMeter(_: any MeterHandler) {}
    /// Nothing is destroyed by a handler: other handlers may have the same series.
    package func destroyTimer(_: any TimerHandler) {}

    /// Everything, as a scraper reads it: families and series in order of their names.
    package var text: String {
        let (families, dropped) = state.withLock { ($0.families, $0.dropped) }
        var text = PrometheusText()
        let ours = MetricFamily.droppedSeries
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where name != ours.name {
            text.open(family.declaration, as: name)
            for (key, series) in family.series.sorted(by: {
                $0.key.labels.lexicographicallyPrecedes($1.key.labels)
            }) {
                series.write(to: &text, name: name, labels: key.labels)
            }
        }
        text.open(ours, as: ours.name)
        text.add(ours.name, [], value: Double(dropped))
        return text.text
    }
}
