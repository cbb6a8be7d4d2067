internal import StatusEngine
internal import Tracing

/// Which requests are followed, and which calls serve them.
struct TraceBook: Sendable {
    /// How many calls that have ended are remembered, for requests that wait for several.
    static let maximumEndedCalls = 256

    /// A call's span, and whom it is linked to.
    private struct CallTrace {
        let span: any Span
        var linked: Set<AskerID>
        var hasEnded = false
    }

    private var lastAsker: UInt64 = 0
    private var requests: [AskerID: ServiceContext] = [:]
    private var calls: [CallID: CallTrace] = [:]
    private var ended: [CallID] = []

    /// How many requests and calls are remembered.
    var count: Int { requests.count + calls.count }

    /// Begins to follow a request.
    mutating func open(_ context: ServiceContext) -> AskerID {
        lastAsker += 1
        let asker = AskerID(lastAsker)
        requests[asker] = context
        return asker
    }

    /// Ends to follow a request.
    mutating func close(_ asker: AskerID) { requests[asker] = nil }

    /// The requests a call leaves for: the first is its parent, the others are linked to it.
    func contexts(of call: StatusCall) -> [ServiceContext] {
        call.askers.compactMap { requests[$0] }
    }

    /// Takes a call's span in, begun and linked.
    mutating func began(_ call: StatusCall, _ span: any Span) {
        calls[call.id] = CallTrace(span: span, linked: Set(call.askers))
    }

    /// A call's place in its trace, as long as it is remembered.
    func context(of call: CallID) -> ServiceContext? { calls[call]?.span.context }

    /// A call's span, as long as it is remembered.
    func span(of call: CallID) -> (any Span)? { calls[call]?.span }

    /// The span to link to a request that a call turned out to serve; nothing when it is linked or
    /// has ended.
    mutating func spanToLink(_ call: CallID, to asker: AskerID) -> (any Span)? {
        guard calls[call]?.hasEnded == false, calls[call]?.linked.insert(asker).inserted == true
        else { return nil }
        return calls[call]?.span
    }

    /// Takes note that a call has ended.
    /// - Returns: its span, to be ended.
    mutating func ended(_ call: CallID) -> (any Span)? {
        guard calls[call]?.hasEnded == false else { return nil }
        calls[call]?.hasEnded = true
        ended.append(call)
        if ended.count > Self.maximumEndedCalls { calls[ended.removeFirst()] = nil }
        return calls[call]?.span
    }
}
