internal import Metrics
internal import Synchronization

/// How many values lay at or below each bound, their number and their sum; counted without a lock.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    /// The most bounds a histogram may have.
    static let maximumBounds = 15

    private let bounds: [Double]
    /// One for each bound and one for what lies above all.
    private let buckets = AtomicCounts<16>()
    /// The sum, as the bits of a `Double`.
    private let sum = Atomic<UInt64>(0)

    /// Creates a histogram; the bounds are ascending, those beyond the most there may be are left
    /// out.
    init(bounds: [Double]) { self.bounds = Array(bounds.prefix(Self.maximumBounds)) }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        buckets.add(1, at: bounds.firstIndex { value <= $0 } ?? bounds.count)
        var old = sum.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + value).bitPattern
            let outcome = sum.weakCompareExchange(
                expected: old,
                desired: new,
                ordering: .relaxed
            )
            if outcome.exchanged { return }
            old = outcome.original
        }
    }

    /// Writes buckets, sum and count; the count is that of the buckets written, so that they
    /// agree though values come in meanwhile.
    func write(to text: inout PrometheusText, name: String, labels: [String]) {
        let sum = Double(bitPattern: sum.load(ordering: .relaxed))
        var total = 0
        for (index, bound) in (bounds + [.infinity]).enumerated() {
            total += buckets.value(at: index)
            let limit = ["le", PrometheusText.number(bound)]
            text.add("\(name)_bucket", labels + limit, value: Double(total))
        }
        text.add("\(name)_sum", labels, value: sum)
        text.add("\(name)_count", labels, value: Double(total))
    }
}
