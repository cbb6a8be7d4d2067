internal import Glibc

/// What takes milliseconds, on threads that stand back behind those that serve clients.
package enum LongWork {
    /// Lets a thread that waits for this core have it; where none does, that takes less than a microsecond.
    ///
    /// By its priority alone a thread stands back too late: the kernel lets it go on to the next tick, up
    /// to 4 ms, although another one of higher priority has woken. Not to be called with a lock held.
    package static func giveWay() { _ = sched_yield() }
}
