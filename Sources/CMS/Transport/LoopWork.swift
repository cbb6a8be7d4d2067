internal import StatusEngine
internal import Synchronization

/// The long work of all calls on one event loop, which gives way as one: what it cost one of them counts
/// for the others.
final class LoopWork: Sendable {
    // Taken by the loop alone, so that giving way with it keeps nobody waiting.
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
