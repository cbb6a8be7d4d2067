internal import StatusEngine

/// What will happen, soonest first; what is due at the same instant happens in the order planned.
struct EventQueue<Event> {
    private var heap: [(at: Instant, order: Int, event: Event)] = []
    private var planned = 0

    mutating func plan(_ event: Event, at instant: Instant) {
        planned += 1
        heap.append((instant, planned, event))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    var next: Instant? { heap.first?.at }

    mutating func take() -> Event? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.event }
        heap[0] = last
        var parent = 0
        while let child = smallerChild(of: parent), isBefore(child, parent) {
            heap.swapAt(child, parent)
            parent = child
        }
        return first.event
    }

    private func smallerChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && isBefore(left + 1, left) ? left + 1 : left
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
    }
}
