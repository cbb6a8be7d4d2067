internal import Roster
internal import Tracing

/// A tracer that records nothing: it carries ids from a request into the log and on to the CMS, where
/// no tracing system is at work in this process.
struct W3CTracer: Tracer {
    private let random: @Sendable () -> UInt64

    /// Creates a tracer; `random` is where ids come from.
    init(random: @escaping @Sendable () -> UInt64) { self.random = random }

    /// A span below the context's, or the first of a new trace that nobody records.
    func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> W3CSpan {
        var context = context()
        let spanID = id()
        context.trace =
            context.trace?.child(spanID: spanID)
            ?? TraceContext(traceID: id() + id(), spanID: spanID, flags: 0)
        return W3CSpan(operationName, context)
    }

    /// Reads `traceparent` and `tracestate`.
    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let parent = extractor.extract(key: "traceparent", from: carrier) else { return }
        let state = extractor.extract(key: "tracestate", from: carrier)
        context.trace = TraceContext(parent: parent, state: state)
    }

    /// Writes `traceparent` and `tracestate`.
    func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let trace = context.trace else { return }
        injector.inject(trace.parent, forKey: "traceparent", into: &carrier)
        guard let state = trace.state else { return }
        injector.inject(state, forKey: "tracestate", into: &carrier)
    }

    /// There is nothing to flush.
    func forceFlush() {}

    /// 16 hexadecimal digits that are not all zero.
    private func id() -> String {
        max(1, random()).hex
    }
}
