package import Roster

/// Something worth a log line or a metric.
package enum EngineEvent: Hashable, Sendable {
    /// A call left for the CMS; `toppedUp` of its ids are there because places were free.
    case callStarted(VDN, ids: Int, toppedUp: Int, CallKind)
    /// A call brought rows; `notReported` ids had none, `foreignRows` were not asked for.
    case callSucceeded(VDN, ids: Int, notReported: Int, foreignRows: Int)
    /// A call brought none.
    case callFailed(VDN, CallFailure)
    /// A call brought none for its connection's sake, and is sent once more at once.
    case callResent(VDN, CallFailure)
    /// The CMS refused signature or address: no call leaves before the record's probe.
    case lockedOut(CallFailure, LockOutRecord)
    /// A probe succeeded after a lock-out.
    case unlocked
    /// The credentials of a lock-out were replaced; the CMS has not taken a call with the new ones yet.
    case lockOutLifted
    /// After failures no call is sent for so long.
    case paused(Duration)
    /// A call succeeded after failures.
    case recovered
    /// Questions turned away because too many were waiting.
    case overloaded
    /// The CMS refuses calls for this agent's sake: it is put aside for so long.
    case putAside(VDN, AgentID, Duration)
    /// Observations given up to stay below the cap in bytes.
    case evicted(Int)
    /// A call about groups left for the CMS.
    case groupCallStarted(VDN, Group.Source)
    /// A call about groups failed.
    case groupCallFailed(VDN, Group.Source, CallFailure)
    /// A call about groups failed for its connection's sake, and is sent once more at once.
    case groupCallResent(VDN, Group.Source, CallFailure)
    /// All groups of a source have been looked at.
    case groupsRefreshed(VDN, Group.Source, GroupRefreshReport)
    /// A reading of groups was given up; what was known of them stays.
    case groupRefreshAbandoned(VDN, Group.Source)
    /// The CMS refuses the signature of this source's calls and takes others: the source is not
    /// asked any more with the present credentials.
    case groupSourceBarred(VDN, Group.Source)
    /// What is known of groups has changed, or how well.
    case groupsChanged
}

/// Why a call was sent.
package enum CallKind: String, CaseIterable, Hashable, Sendable {
    /// For ids that were asked for.
    case ordinary
    /// Again, for ids whose call failed.
    case retry
    /// For half the ids of a call that was refused for one of them.
    case bisection
    /// Once more at once, after a reused connection had ended before a byte of the answer.
    case resend
}

extension EngineEvent {
    /// Whether it begins or ends a lock-out, and so has to outlive a restart.
    var changesLockOut: Bool {
        switch self {
        case .lockedOut, .unlocked, .lockOutLifted: true
        default: false
        }
    }
}

/// Turns events into log lines and metrics; called outside the engine's lock, with one event at a
/// time, in the order in which they were decided.
package protocol EngineObserver: Sendable {
    /// Takes note of an event.
    func observe(_ event: EngineEvent)
}
