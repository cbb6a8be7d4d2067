/// A metric as it is declared: its name, its kind, what it means, and its labels.
package struct MetricFamily: Hashable, Sendable {
    /// How values are kept and shown.
    package enum Kind: Hashable, Sendable {
        /// A number that only grows.
        case counter
        /// A number that goes up and down.
        case gauge
        /// How many values lay at or below each bound, ascending.
        case histogram(bounds: [Double])

        /// The word of the text format.
        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    /// The name, with its unit where it has one: `rollcall_http_request_duration_seconds`.
    package let name: String
    /// How values are kept and shown.
    package let kind: Kind
    /// What it means, in one line.
    package let help: String
    /// The label names, in order.
    package let labels: [String]

    /// Declares a metric.
    package init(_ name: String, _ kind: Kind, labels: [String] = [], _ help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}
