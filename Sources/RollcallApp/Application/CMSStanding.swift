internal import Roster
internal import StatusEngine

/// Since when the CMS has been refusing us, or failing; nothing where that is from before the start.
struct CMSStanding: Hashable, Sendable {
    /// When the lock-out in force began.
    private(set) var lockedOutSince: Timestamp?
    /// When the first pause of those in a row began.
    private(set) var failingSince: Timestamp?

    /// Takes note of an event.
    mutating func note(_ event: EngineEvent, at now: Timestamp) {
        switch event {
        case .lockedOut: lockedOutSince = lockedOutSince ?? now
        case .paused: failingSince = failingSince ?? now
        case .unlocked, .lockOutLifted, .recovered: self = CMSStanding()
        default: break
        }
    }
}
