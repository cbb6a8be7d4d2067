internal import Metrics
internal import Synchronization

/// A number that only grows.
final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() { count.store(0, ordering: .relaxed) }

    func write(to text: inout PrometheusText, name: String, labels: [String]) {
        text.add(name, labels, value: Double(count.load(ordering: .relaxed)))
    }
}
