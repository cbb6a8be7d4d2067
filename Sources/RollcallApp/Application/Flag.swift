internal import Synchronization

/// Something that happens once.
final class Flag: Sendable {
    private let value = Atomic(false)

    /// Whether it has happened.
    var isUp: Bool { value.load(ordering: .acquiring) }

    /// Lets it happen.
    func raise() { value.store(true, ordering: .releasing) }
}
