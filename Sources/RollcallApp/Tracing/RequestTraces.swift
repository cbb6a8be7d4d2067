internal import Gateway
internal import NIOHTTP1
internal import StatusEngine
internal import Synchronization
internal import Tracing

/// Gives each request and each call to the CMS a span, and links those that belong together.
///
/// A call belongs to the trace of the request it leaves for first, as its child; to the other requests it
/// serves it is linked, and they to it.
final class RequestTraces: Sendable {
    /// One request, followed.
    struct Followed: Sendable {
        /// Its span.
        let span: any Span
        /// What the engine knows it by.
        let asker: AskerID
    }

    private let tracer: any Tracer
    /// Requests begin on several event loops; held for a look-up, never while spans are made.
    private let book = Mutex(TraceBook())

    init(_ tracer: any Tracer) { self.tracer = tracer }

    /// How many requests and calls are remembered.
    var count: Int { book.withLock { $0.count } }

    /// Begins a request's span, below the one its header fields name.
    func begin(_ request: Request) -> Followed {
        var context = ServiceContext.topLevel
        tracer.extract(request.headers, into: &context, using: TraceFields.Reader())
        let span = tracer.startAnySpan(request.method.rawValue, context: context, ofKind: .server)
        let asker = book.withLock { $0.open(span.context) }
        return Followed(span: span, asker: asker)
    }

    /// Ends a request's span with its answer.
    /// - Returns: the answer, which knows its trace.
    func end(_ followed: Followed, _ response: Response) -> Response {
        var response = response
        let span = followed.span
        for call in response.provenance.calls { link(call, to: followed) }
        book.withLock { $0.close(followed.asker) }
        response.provenance.traceID = traceID(of: span.context)
        if span.isRecording { describe(response, on: span) }
        span.end()
        return response
    }

    /// Ends the span of a request nobody waits for any more.
    func abandon(_ followed: Followed) {
        book.withLock { $0.close(followed.asker) }
        followed.span.setStatus(SpanStatus(code: .error, message: "the client is gone"))
        followed.span.end()
    }

    /// Begins a call's span.
    func begin(_ call: StatusCall) {
        let contexts = book.withLock { $0.contexts(of: call) }
        let parent = contexts.first ?? .topLevel
        let span = tracer.startAnySpan("POST agentstatus", context: parent, ofKind: .client)
        for context in contexts.dropFirst() {
            span.addLink(SpanLink(context: context, attributes: [:]))
        }
        if span.isRecording { span.attributes["rollcall.call.ids"] = call.agents.count }
        book.withLock { $0.began(call, span) }
    }

    /// Takes note of how a call ended; its span goes on until those who waited are answered.
    func note(_ outcome: CallOutcome, of call: CallID) {
        guard case .failure(let failure) = outcome else { return }
        let span = book.withLock { $0.span(of: call) }
        span?.setStatus(SpanStatus(code: .error, message: failure.code.rawValue))
    }

    /// Ends a call's span.
    func settled(_ call: CallID) {
        let span = book.withLock { $0.ended(call) }
        span?.end()
    }

    /// The header fields that tell a call's place in its trace.
    func fields(of call: CallID) -> [(name: String, value: String)] {
        guard let context = book.withLock({ $0.context(of: call) }) else { return [] }
        return fields(of: context).sorted { $0.key < $1.key }
            .map { (name: $0.key, value: $0.value) }
    }

    /// The id of a call's trace, as its `traceparent` says.
    func traceID(of call: CallID) -> String? {
        book.withLock { $0.context(of: call) }.flatMap { traceID(of: $0) }
    }

    private func link(_ call: CallID, to followed: Followed) {
        let (context, span) = book.withLock { book in
            (book.context(of: call), book.spanToLink(call, to: followed.asker))
        }
        if let context { followed.span.addLink(SpanLink(context: context, attributes: [:])) }
        span?.addLink(SpanLink(context: followed.span.context, attributes: [:]))
    }

    private func describe(_ response: Response, on span: any Span) {
        span.operationName = "\(span.operationName) \(response.route.rawValue)"
        span.attributes["http.route"] = response.route.rawValue
        span.attributes["http.response.status_code"] = response.status
        if let cache = response.provenance.cache {
            span.attributes["rollcall.cache"] = cache.rawValue
        }
        if response.status >= 500 { span.setStatus(SpanStatus(code: .error)) }
    }

    /// Asked of the tracer, whose own idea of a context may be another than ours.
    private func traceID(of context: ServiceContext) -> String? {
        if let trace = context.trace { return trace.traceID }
        return fields(of: context)["traceparent"]
            .flatMap { TraceContext(parent: $0, state: nil) }?
            .traceID
    }

    private func fields(of context: ServiceContext) -> [String: String] {
        var fields: [String: String] = [:]
        tracer.inject(context, into: &fields, using: TraceFields.Writer())
        return fields
    }
}
