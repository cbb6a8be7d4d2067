internal import StatusEngine
internal import Synchronization

/// The long work of all calls to one base URL, which share its event loop and give way as one: what it
/// cost one of them counts for the others.
final class LoopWork: Sendable {
    // A lock that only the loop takes: giving way with it held keeps nobody waiting.
    private let work: Mutex<LongWork>

    /// Begins the work.
    init(_ work: consuming sending LongWork) {
        self.work = Mutex(work)
    }

    /// Lets a thread that waits for this core have it; to be called on the loop.
    func giveWay() {
        work.withLock { $0.giveWay() }
    }
}
