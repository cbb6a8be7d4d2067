internal import Gateway
internal import Metrics
internal import StatusEngine

/// The series of requests by route and status: every request goes through here, and costs an
/// atomic addition for each of count, bucket and sum.
final class RequestCounters: PrometheusSeries {
    private static let routes = Array(RouteLabel.allCases)
    /// Every status an answer of ours can have; the last column is for any other.
    private static let statuses = Set([200, 204, 304] + ProblemCode.allCases.map(\.status)).sorted()
    /// The column of each status, by its number.
    private static let columns = (0..<600)
        .map { UInt8(statuses.firstIndex(of: $0) ?? statuses.count) }

    private let counts = AtomicCounts<1_024>()
    private let durations: [Metrics.Timer]

    init(_ registry: PrometheusRegistry) {
        durations = Self.routes.map { route in
            let dimensions = [("route", route.rawValue)]
            let name = MetricFamily.httpDuration.name
            return Metrics.Timer(label: name, dimensions: dimensions, factory: registry)
        }
        registry.keep(self, in: .httpRequests)
    }

    /// Takes note of an answer.
    func finished(_ route: RouteLabel, status: Int, nanoseconds: Int64) {
        guard let row = Self.routes.firstIndex(of: route) else { return }
        durations[row].recordNanoseconds(nanoseconds)
        let isKnown = Self.columns.indices.contains(status)
        let column = isKnown ? Int(Self.columns[status]) : Self.statuses.count
        counts.add(1, at: Self.index(row, column))
    }

    /// Writes the series that have counted something.
    func write(to text: inout PrometheusText, name: String, labels: [String]) {
        let statuses = Self.statuses.map(String.init) + ["other"]
        for (row, route) in Self.routes.enumerated() {
            for (column, status) in statuses.enumerated() {
                let count = counts.value(at: Self.index(row, column))
                guard count > 0 else { continue }
                let own = ["route", route.rawValue, "status", status]
                text.add(name, labels + own, value: Double(count))
            }
        }
    }

    private static func index(_ row: Int, _ column: Int) -> Int {
        row * (statuses.count + 1) + column
    }
}
