internal import Synchronization

/// Numbers side by side that only grow, each counted by one atomic addition: several event loops
/// count at once, and none waits for another.
final class AtomicCounts<let capacity: Int>: Sendable {
    private let cells = InlineArray<capacity, Atomic<Int64>> { _ in Atomic(0) }

    /// Adds to a number; what has no place among them is not counted.
    func add(_ amount: Int, at index: Int) {
        guard cells.indices.contains(index) else { return }
        cells[index].wrappingAdd(Int64(amount), ordering: .relaxed)
    }

    /// A number as it stands.
    func value(at index: Int) -> Int { Int(cells[index].load(ordering: .relaxed)) }
}
