internal import Tracing

/// A span of ``W3CTracer``: its place in the trace and nothing else.
struct W3CSpan: Span {
    /// The name it was begun with.
    private let name: String
    /// Its place in the trace.
    let context: ServiceContext

    init(_ name: String, _ context: ServiceContext) {
        (self.name, self.context) = (name, context)
    }

    /// The name it was begun with; another one is not kept.
    var operationName: String {
        get { name }
        nonmutating set {}
    }

    /// None; what is set is not kept.
    var attributes: SpanAttributes {
        get { [:] }
        nonmutating set {}
    }

    /// Nothing is recorded.
    var isRecording: Bool { false }

    func setStatus(_ status: SpanStatus) {}
    func addEvent(_ event: SpanEvent) {}
    func addLink(_ link: SpanLink) {}
    func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {}
    func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {}
}
