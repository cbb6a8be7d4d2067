package import Roster

/// For how long an answer is the right one to the same request of anybody, while nothing it was made
/// from changes.
package struct AnswerHold: Hashable, Sendable {
    /// The moments, by the wall clock, between which its age is what it says: the first, when it was
    /// made, and the last.
    package let moments: ClosedRange<Timestamp>
    /// How long it holds at most, by the monotonic clock.
    package let duration: Duration
}
