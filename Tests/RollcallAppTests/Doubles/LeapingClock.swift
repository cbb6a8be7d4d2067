import NIOCore
import Roster
import StatusEngine
import Synchronization

@testable import RollcallApp

/// This machine's clock, which can be put forward.
final class LeapingClock: EngineClock {
    private let clock: SystemClock
    private let leapt = Mutex(Duration.zero)

    init(eventLoop: any EventLoop, leapt: Duration = .zero) {
        clock = SystemClock(eventLoop: eventLoop)
        leap(by: leapt)
    }

    var now: Moment {
        let (now, leapt) = (clock.now, leapt.withLock { $0 })
        return Moment(
            instant: now.instant + leapt,
            wall: Timestamp(milliseconds: now.wall.milliseconds + leapt.nanoseconds / 1_000_000)
        )
    }

    func leap(by duration: Duration) { leapt.withLock { $0 += duration } }

    func setAlarm(at instant: Instant, _ fire: @escaping @Sendable () -> Void) {
        clock.setAlarm(at: instant - leapt.withLock { $0 }, fire)
    }
}
