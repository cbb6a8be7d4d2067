import CMS
import NIOCore
import NIOPosix
import StatusEngine
import Synchronization

/// Keeps the events, and whether any came from an event loop's thread.
final class EventRecorder: CMSObserver {
    private let state = Mutex<(events: [CMSEvent], onEventLoop: Bool)>(([], false))

    var events: [CMSEvent] { state.withLock { $0.events } }

    var cameFromEventLoop: Bool { state.withLock { $0.onEventLoop } }

    /// The events that have no duration in them.
    var timeless: [CMSEvent] {
        events.filter { if case .callEnded = $0 { false } else { true } }
    }

    /// How the one call ended.
    var ends: [CallFailure.Code?] {
        events.compactMap { if case .callEnded(_, _, let failure) = $0 { failure } else { nil } }
    }

    func observe(_ event: CMSEvent) {
        let isLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
        state.withLock {
            $0.events.append(event)
            $0.onEventLoop = $0.onEventLoop || isLoop
        }
    }
}
