internal import CMS
internal import Foundation
package import NIOCore
package import Roster
package import StatusEngine
internal import Synchronization

/// This machine's clocks: the only place in rollcall where time is read.
package final class SystemClock: EngineClock {
    private let eventLoop: any EventLoop
    /// The alarm that is set; asked for on any thread, so that the one before can be cancelled.
    private let alarm = Mutex<Scheduled<Void>?>(nil)

    /// Creates a clock whose alarms ring on the event loop.
    package init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Both clocks now.
    package var now: Moment {
        Moment(instant: Self.instant, wall: Self.wall)
    }

    /// The wall clock alone, which most who answer ask for.
    package var wall: Timestamp { Self.wall }

    /// The monotonic clock now.
    package static var instant: Instant {
        Instant(NIODeadline.now())
    }

    /// The wall clock now.
    package static var wall: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    /// Rings once, at the instant or soon after; an alarm set before no longer rings.
    package func setAlarm(at instant: Instant, _ fire: @escaping @Sendable () -> Void) {
        let deadline = NIODeadline.uptimeNanoseconds(UInt64(clamping: instant.nanoseconds))
        let next = eventLoop.scheduleTask(deadline: deadline, fire)
        let previous = alarm.withLock { alarm in
            defer { alarm = next }
            return alarm
        }
        previous?.cancel()
    }
}
