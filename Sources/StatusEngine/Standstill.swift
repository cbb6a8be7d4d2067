internal import Roster

/// A time when no call might leave: an agent that came out of its time to live meanwhile was not
/// refreshed when it should have been, and is stale until the next news of it.
struct Standstill: Hashable, Sendable {
    /// Why no call might leave.
    let trouble: Trouble
    /// When it ends, or ended.
    var until: Instant
}

extension StatusEngine {
    /// Takes note whether calls may leave; to be done whenever an event may have changed it.
    mutating func noteStandstill(at now: Instant) {
        if case .refused(let trouble, let until) = callGuard.permission(at: now) {
            standstill = Standstill(trouble: trouble, until: until)
        } else if let known = standstill, known.until > now {
            standstill?.until = now
        }
    }
}
