internal import Roster

/// For how long an answer is the right one to the same request of anybody, while nothing it was made
/// from changes.
struct AnswerHold: Hashable, Sendable {
    /// The moments, by the wall clock, between which its age is what it says: the first, when it was made,
    /// and the last.
    let moments: ClosedRange<Timestamp>
    /// How long it holds at most, by the monotonic clock.
    let duration: Duration
}
