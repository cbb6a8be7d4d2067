package import Roster

/// Something worth a log line or a metric.
package enum EngineEvent: Hashable, Sendable {
    /// A call left for the CMS.
    case callStarted(VDN, ids: Int, toppedUp: Int)
    /// A call brought rows; `notReported` ids had none, `foreignRows` were not asked for.
    case callSucceeded(VDN, ids: Int, notReported: Int, foreignRows: Int)
    /// A call brought none.
    case callFailed(VDN, CallFailure)
    /// The CMS refused signature or address: no call is sent any more.
    case lockedOut(CallFailure)
    /// After failures no call is sent for so long.
    case paused(Duration)
    /// A call succeeded after failures.
    case recovered
    /// Questions turned away because too many were waiting.
    case overloaded
    /// Observations given up to stay below the cap in bytes.
    case evicted(Int)
}

/// Whoever turns events into log lines and metrics; called outside the engine's lock.
package protocol EngineObserver: Sendable {
    /// Takes note of an event.
    func observe(_ event: EngineEvent)
}
