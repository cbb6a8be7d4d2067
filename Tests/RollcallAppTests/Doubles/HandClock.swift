import Roster
import StatusEngine
import Synchronization

/// A clock that goes when it is told to, from 2026-11-23T08:00:00Z; alarms do not ring.
final class HandClock: EngineClock {
    private let seconds = Mutex<Int64>(0)

    var now: Moment {
        let seconds = seconds.withLock { $0 }
        return Moment(
            instant: Instant(nanoseconds: seconds * 1_000_000_000),
            wall: Timestamp(milliseconds: 1_795_420_800_000 + seconds * 1_000)
        )
    }

    func advance(_ step: Int64) { seconds.withLock { $0 += step } }

    func setAlarm(at instant: Instant, _ fire: @escaping @Sendable () -> Void) {}
}
