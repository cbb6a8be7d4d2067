internal import Synchronization

/// The place of one request among those of its client that wait for the CMS.
///
/// The answer may come, from another thread, before the place is taken: whoever ends the waiting
/// first is the one that answers.
final class WaitingPlace: Sendable {
    /// How far the waiting is.
    enum Phase: UInt8, AtomicRepresentable {
        /// No place is taken yet.
        case begun
        /// A place is taken.
        case taken
        /// The answer is there, or nobody waits for it any more.
        case over
    }

    private let phase = Atomic(Phase.begun)

    /// Notes that a place is taken; tells whether the waiting was not over by then.
    func take() -> Bool {
        phase.compareExchange(expected: .begun, desired: .taken, ordering: .relaxed).exchanged
    }

    /// Ends the waiting; tells how far it was.
    func end() -> Phase { phase.exchange(.over, ordering: .relaxed) }
}
