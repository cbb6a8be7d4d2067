import RollcallApp
import Synchronization

/// Takes everything, and a second for it each time.
final class SlowSink: LogSink {
    private let clock: HandClock
    private let count = Mutex(0)

    init(on clock: HandClock) { self.clock = clock }

    /// How often something was written.
    var written: Int { count.withLock { $0 } }

    func write(_ line: String) -> Bool {
        clock.advance(1)
        count.withLock { $0 += 1 }
        return true
    }
}
