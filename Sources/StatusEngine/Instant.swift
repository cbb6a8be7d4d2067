package import Roster

/// A point of the monotonic clock, in nanoseconds since an arbitrary start; never goes back.
package struct Instant: Hashable, Comparable, Sendable {
    /// Nanoseconds since the clock's start.
    package var nanoseconds: Int64

    /// Creates a point from nanoseconds since the clock's start.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Compares two points.
    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The point so much later; a sum that cannot be held stays at the end of the scale.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return Instant(nanoseconds: overflow ? .max : sum)
    }

    /// The point so much earlier; a difference that cannot be held stays at the end of the scale.
    package static func - (instant: Instant, duration: Duration) -> Instant {
        let (difference, overflow) = instant.nanoseconds.subtractingReportingOverflow(
            duration.nanoseconds
        )
        return Instant(nanoseconds: overflow ? .min : difference)
    }

    /// How long after the other point this one lies.
    package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}

extension Duration {
    /// The whole duration in nanoseconds, held at the ends of `Int64`.
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, sumOverflow) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        guard overflow || sumOverflow else { return sum }
        return seconds < 0 ? .min : .max
    }
}

/// One moment on both clocks: the monotonic one decides, the wall clock is shown.
package struct Moment: Hashable, Sendable {
    /// The monotonic clock's reading.
    package var instant: Instant
    /// The wall clock's reading.
    package var wall: Timestamp

    /// Creates a moment.
    package init(instant: Instant, wall: Timestamp) {
        self.instant = instant
        self.wall = wall
    }
}

/// The one place time comes from, and the one alarm the shell needs.
package protocol EngineClock: Sendable {
    /// Now.
    var now: Moment { get }
    /// The wall clock now.
    var wall: Timestamp { get }

    /// Calls `fire` once, at the instant or soon after but never from within this call; replaces
    /// the alarm set before.
    func setAlarm(at instant: Instant, _ fire: @escaping @Sendable () -> Void)
}

extension EngineClock {
    /// The wall clock now.
    package var wall: Timestamp { now.wall }
}
