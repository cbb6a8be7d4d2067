internal import Roster
internal import StatusEngine
internal import Synchronization

/// Knows since when the CMS has been refusing us, or failing.
final class CMSStandingWatch: EngineObserver {
    private let now: @Sendable () -> Timestamp
    /// Events come from several threads.
    private let standing = Mutex(CMSStanding())

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// How the CMS stands to us.
    var current: CMSStanding { standing.withLock { $0 } }

    func observe(_ event: EngineEvent) {
        standing.withLock { [now] in $0.note(event, at: now()) }
    }
}
