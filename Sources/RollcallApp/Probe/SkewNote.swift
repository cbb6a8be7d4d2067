internal import CMS
internal import Synchronization

/// Remembers how far the CMS's clock was from ours.
final class SkewNote: CMSObserver {
    private let seconds = Mutex<Int64?>(nil)

    /// The CMS's clock minus ours, since the note was last taken.
    func take() -> Int64? { seconds.withLock { $0.take() } }

    func observe(_ event: CMSEvent) {
        if case .clockSkew(let skew) = event { seconds.withLock { $0 = skew } }
    }
}
