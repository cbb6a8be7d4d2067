internal import Roster
internal import StatusEngine
internal import Synchronization

/// Knows how the CMS has stood to us since the start.
final class CMSStandingWatch: EngineObserver {
    private let now: @Sendable () -> Timestamp
    /// Events come from several threads.
    private let standing = Mutex(CMSStanding())

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// How the CMS stands to us.
    var current: CMSStanding { standing.withLock { $0 } }

    /// Takes note of what was taken in at the start.
    func restored(observations: Int, isLockedOut: Bool) {
        standing.withLock { [now] in
            $0.restored(observations: observations, isLockedOut: isLockedOut, at: now())
        }
    }

    func observe(_ event: EngineEvent) {
        standing.withLock { [now] in $0.note(event, at: now()) }
    }
}
