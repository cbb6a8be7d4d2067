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
        events.filter {
            switch $0 {
            case .callEnded, .groupCallEnded: false
            default: true
            }
        }
    }

    /// How the one call ended.
    var ends: [CallFailure.Code?] {
        events.compactMap { if case .callEnded(_, _, let failure) = $0 { failure } else { nil } }
    }

    /// The kinds of the calls about groups that ended, and how many bytes their answers had.
    var groupCalls: [GroupCallKind: Int] {
        let ends = events.compactMap { event -> (GroupCallKind, Int)? in
            guard case .groupCallEnded(let kind, _, let bytes, _) = event else { return nil }
            return (kind, bytes)
        }
        return Dictionary(ends, uniquingKeysWith: +)
    }

    /// How the calls about groups ended.
    var groupEnds: [CallFailure.Code?] {
        events.compactMap {
            if case .groupCallEnded(_, _, _, let failure) = $0 { failure } else { nil }
        }
    }

    func observe(_ event: CMSEvent) {
        let isLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
        state.withLock {
            $0.events.append(event)
            $0.onEventLoop = $0.onEventLoop || isLoop
        }
    }
}
