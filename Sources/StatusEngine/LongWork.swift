internal import Glibc

/// Work that takes milliseconds, on a thread that stands back behind those that serve clients.
///
/// By its priority alone a thread stands back too late: the kernel may let it go on to the next tick,
/// up to 4 ms, although another one of higher priority has woken. So the work gives way now and then,
/// but, after a first time, for no longer than it takes itself: on cores that other programs keep busy, a thread that
/// gives way waits for a slice of theirs each time.
package struct LongWork: ~Copyable {
    private let now: () -> Instant
    private let yield: () -> Void
    /// Before this it does not give way again.
    private var goesOnUntil = Instant(nanoseconds: .min)

    /// Begins a piece of work, by a clock that never goes back.
    /// - Parameters:
    ///   - yield: lets another thread have the core; where none waits, in less than a microsecond.
    ///   - now: that clock.
    package init(yield: @escaping () -> Void = { _ = sched_yield() }, now: @escaping () -> Instant)
    {
        self.yield = yield
        self.now = now
    }

    /// Lets a thread that waits for this core have it, unless that took longer the last time than
    /// the work has gone on since.
    ///
    /// Not to be called with a lock held.
    package mutating func giveWay() {
        let start = now()
        guard start >= goesOnUntil else { return }
        yield()
        let end = now()
        goesOnUntil = end + (end - start)
    }
}
