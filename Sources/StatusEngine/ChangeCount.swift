internal import Synchronization

/// Counts the changes of whatever answers are made from, for those who keep answers ready: while it
/// stands still, and for as long as an answer says it holds, the same question has the same answer.
package final class ChangeCount: Sendable {
    private let count = Atomic<UInt64>(0)

    /// Begins at nought.
    package init() {}

    /// How many changes there have been; to be read before what is kept is made.
    package var current: UInt64 { count.load(ordering: .acquiring) }

    /// Takes note of a change, before anybody can see what has changed.
    package func increment() { count.wrappingAdd(1, ordering: .acquiringAndReleasing) }
}
