import Synchronization
import Tracing

@testable import RollcallApp

/// A span that keeps what it is told.
final class RecordedSpan: Span {
    private struct State {
        var name: String
        var attributes = SpanAttributes()
        var links: [String] = []
        var status: SpanStatus?
        var ends = 0
    }

    let kind: SpanKind
    let parent: TraceContext?
    let context: ServiceContext
    private let state: Mutex<State>

    init(_ name: String, _ kind: SpanKind, parent: TraceContext?, context: ServiceContext) {
        self.kind = kind
        self.parent = parent
        self.context = context
        state = Mutex(State(name: name))
    }

    var operationName: String {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }
    var attributes: SpanAttributes {
        get { state.withLock { $0.attributes } }
        set { state.withLock { $0.attributes = newValue } }
    }
    var isRecording: Bool { true }
    /// The ids of the spans it is linked to.
    var links: [String] { state.withLock { $0.links } }
    var status: SpanStatus? { state.withLock { $0.status } }
    /// How often it was ended.
    var ends: Int { state.withLock { $0.ends } }
    /// Its own id.
    var id: String { context.trace?.spanID ?? "" }

    func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }
    func addEvent(_ event: SpanEvent) {}
    func addLink(_ link: SpanLink) {
        state.withLock { $0.links.append(link.context.trace?.spanID ?? "") }
    }
    func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {}
    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        state.withLock { $0.ends += 1 }
    }
}
