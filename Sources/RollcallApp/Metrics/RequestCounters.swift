internal import Gateway
internal import Metrics
internal import StatusEngine
internal import Synchronization

/// The series of requests by route and status, made when first needed and found quickly then:
/// every request goes through here.
final class RequestCounters: Sendable {
    private struct Key: Hashable {
        let route: RouteLabel
        let status: Int
    }

    private let registry: PrometheusRegistry
    private let durations: [RouteLabel: Metrics.Timer]
    /// Requests end on several event loops; held for one look-up.
    private let counters = Mutex<[Key: Counter]>([:])

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
        let timers = RouteLabel.allCases.map { route in
            let dimensions = [("route", route.rawValue)]
            let name = MetricFamily.httpDuration.name
            return (route, Metrics.Timer(label: name, dimensions: dimensions, factory: registry))
        }
        durations = Dictionary(uniqueKeysWithValues: timers)
    }

    /// Takes note of an answer.
    func finished(_ route: RouteLabel, status: Int, duration: Duration) {
        durations[route]?.recordNanoseconds(duration.nanoseconds)
        counter(Key(route: route, status: status)).increment()
    }

    private func counter(_ key: Key) -> Counter {
        counters.withLock { counters in
            if let counter = counters[key] { return counter }
            let counter = Counter(
                label: MetricFamily.httpRequests.name,
                dimensions: [("route", key.route.rawValue), ("status", String(key.status))],
                factory: registry
            )
            counters[key] = counter
            return counter
        }
    }
}
