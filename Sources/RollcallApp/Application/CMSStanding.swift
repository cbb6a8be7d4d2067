internal import Roster
internal import StatusEngine

/// How the CMS has stood to us since the start: whether it has taken calls, and since when it has been
/// refusing us, or failing.
struct CMSStanding: Hashable, Sendable {
    /// When the lock-out in force began; the start where it is from before.
    private(set) var lockedOutSince: Timestamp?
    /// When the first pause of those in a row began.
    private(set) var failingSince: Timestamp?
    /// Whether the CMS has taken a call of this process.
    private(set) var hasTakenCalls = false
    /// Whether observations from before the start were taken in.
    private(set) var hasRestored = false

    /// Takes note of an event.
    mutating func note(_ event: EngineEvent, at now: Timestamp) {
        switch event {
        case .lockedOut: lockedOutSince = lockedOutSince ?? now
        case .paused: failingSince = failingSince ?? now
        case .unlocked, .lockOutLifted, .recovered: (lockedOutSince, failingSince) = (nil, nil)
        case .callSucceeded, .groupsRefreshed: hasTakenCalls = true
        case .callFailed(_, let failure) where failure.code.concernsIDs: hasTakenCalls = true
        default: break
        }
    }

    /// Takes note of what was taken in at the start.
    mutating func restored(observations: Int, isLockedOut: Bool, at now: Timestamp) {
        hasRestored = observations > 0
        if isLockedOut { lockedOutSince = now }
    }
}
