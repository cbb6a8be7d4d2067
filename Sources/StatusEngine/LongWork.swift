internal import Glibc

/// Work that takes milliseconds, on a thread that stands back behind those that serve clients.
///
/// By its priority alone a thread stands back too late: the kernel may let it go on to the next tick,
/// up to 4 ms, although another one of higher priority has woken. So the work gives way now and then. But on
/// cores that other programs keep busy, a thread that gives way waits for a slice of theirs each time: after
/// such a slice the work goes on for as long.
package struct LongWork: ~Copyable {
    private let now: () -> Instant
    private let yield: () -> Void
    /// Before this it does not give way again.
    private var goesOnUntil = Instant(nanoseconds: .min)

    /// Whoever has the core for so long when work gives way is no request, nor other work that gives way
    /// itself: were these counted, two such works would each go on for longer and longer.
    private static let shortestSlice = Duration.milliseconds(1)

    /// Begins a piece of work, by a clock that never goes back.
    /// - Parameters:
    ///   - yield: lets another thread have the core; where none waits, in less than a microsecond.
    ///   - now: that clock.
    package init(yield: @escaping () -> Void = { _ = sched_yield() }, now: @escaping () -> Instant)
    {
        self.yield = yield
        self.now = now
    }

    /// Lets a thread that waits for this core have it, unless that cost a slice the last time, and the work
    /// has not gone on for as long since.
    ///
    /// Not to be called with a lock held that anybody waits for.
    package mutating func giveWay() {
        let start = now()
        guard start >= goesOnUntil else { return }
        yield()
        let end = now()
        if end - start >= Self.shortestSlice { goesOnUntil = end + (end - start) }
    }
}
