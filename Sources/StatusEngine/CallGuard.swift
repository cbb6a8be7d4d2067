internal import Roster

/// Protects the CMS: decides whether a call may leave (design section 6).
struct CallGuard: Sendable {
    /// Whether a call may leave at an instant.
    enum Permission: Equatable {
        /// It may.
        case granted
        /// When a call in flight has ended.
        case whenCallEnds
        /// Not before an instant, if it is known, and for this reason.
        case refused(Trouble, until: Instant?)
    }

    private let settings: EngineSettings
    private var random: SplitMix64
    private var failuresInARow = 0
    private var pausedUntil: Instant?
    private var lastTrouble: Trouble = .cmsUnavailable
    /// Whether a call has succeeded with the present credentials.
    private var isProven = false
    private var isLockedOut = false

    private(set) var inFlight = 0

    init(settings: EngineSettings, seed: UInt64) {
        self.settings = settings
        random = SplitMix64(seed: seed)
    }

    /// Whether a call may leave now.
    ///
    /// After a failure, and until a first success, calls go one at
    /// a time, so that a wrong secret is tried once and a dead CMS is probed once.
    func permission(at now: Instant) -> Permission {
        if isLockedOut { return .refused(.cmsLockedOut, until: nil) }
        if let pausedUntil, now < pausedUntil { return .refused(lastTrouble, until: pausedUntil) }
        let limit = isProven && failuresInARow == 0 ? settings.maximumConcurrentCalls : 1
        return inFlight < limit ? .granted : .whenCallEnds
    }

    mutating func callStarted() {
        inFlight += 1
    }

    /// Takes note of a success.
    /// - Returns: whether it ended a time of failures.
    mutating func callSucceeded() -> Bool {
        inFlight -= 1
        isProven = true
        pausedUntil = nil
        defer { failuresInARow = 0 }
        return failuresInARow > 0
    }

    /// Takes note of a failure.
    /// - Returns: what it led to.
    mutating func callFailed(_ failure: CallFailure, at now: Instant) -> EngineEvent? {
        inFlight -= 1
        if failure.code.locksOut {
            defer { isLockedOut = true }
            return isLockedOut ? nil : .lockedOut(failure)
        }
        guard !failure.code.concernsIDs else { return nil }
        // Calls that were in flight together fail together: they count once.
        if let pausedUntil, now < pausedUntil { return nil }
        let pause = nextPause(asked: failure.retryAfter)
        failuresInARow += 1
        lastTrouble = failure.code.trouble
        pausedUntil = now + pause
        return .paused(pause)
    }

    /// Doubles with each failure in a row, jittered down to half, never less than asked for.
    private mutating func nextPause(asked: Int64?) -> Duration {
        let doublings = min(failuresInARow, 16)
        let full = min(settings.maximumPause, settings.firstPause * (1 << doublings))
        let jittered = full * Double.random(in: 0.5...1, using: &random)
        return max(jittered, .seconds(min(asked ?? 0, 3_600)))
    }
}
