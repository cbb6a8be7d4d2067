internal import Metrics
internal import Synchronization

/// How many values lay at or below each bound, their number and their sum.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    private struct Counts {
        /// One for each bound and one for what lies above all.
        var buckets: [Int]
        var sum = 0.0
    }

    private let bounds: [Double]
    private let counts: Mutex<Counts>

    /// Creates a histogram; the bounds are ascending.
    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts.withLock { counts in
            counts.buckets[bucket] += 1
            counts.sum += value
        }
    }

    func write(to text: inout PrometheusText, name: String, labels: [String]) {
        let (buckets, sum) = counts.withLock { ($0.buckets, $0.sum) }
        var total = 0
        for (bound, count) in zip(bounds + [.infinity], buckets) {
            total += count
            let limit = ["le", PrometheusText.number(bound)]
            text.add("\(name)_bucket", labels + limit, value: Double(total))
        }
        text.add("\(name)_sum", labels, value: sum)
        text.add("\(name)_count", labels, value: Double(total))
    }
}
