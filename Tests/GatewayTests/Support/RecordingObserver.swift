import Gateway
import Synchronization

/// Keeps what a server tells of itself.
final class RecordingObserver: HTTPObserver {
    private let recorded = Mutex<[HTTPEvent]>([])

    var events: [HTTPEvent] { recorded.withLock { $0 } }

    func observe(_ event: HTTPEvent) {
        recorded.withLock { $0.append(event) }
    }
}
