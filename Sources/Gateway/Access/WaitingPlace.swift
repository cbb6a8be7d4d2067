internal import Synchronization

/// One place among those that wait for the CMS; it can be given back once, by whoever comes first.
final class WaitingPlace: Sendable {
    private let isTaken = Atomic(true)
    private let onGivingBack: (@Sendable () -> Void)?

    /// Creates a place; without a closure nobody counts it.
    init(onGivingBack: (@Sendable () -> Void)?) { self.onGivingBack = onGivingBack }

    /// Gives the place back: the answer is there, or nobody waits for it any more.
    func giveBack() {
        guard isTaken.exchange(false, ordering: .relaxed) else { return }
        onGivingBack?()
    }
}
