internal import NIOCore
internal import Roster
internal import StatusEngine

/// How memory served an answer (RFC 9211): of an answer of many agents, what holds for the worst.
struct CacheStatus: Hashable, Sendable {
    /// What became of the request.
    enum Outcome: Hashable, Sendable {
        /// Memory answered.
        case hit
        /// The CMS was waited for.
        case forwarded(ForwardReason)
        /// Neither: memory has not what was asked for, and no call was waited for.
        case unanswered
    }

    /// What became of the request.
    var outcome: Outcome
    /// How many seconds longer the answer is fresh; below zero once it is stale.
    var secondsLeft: Int64?
    /// Whether a call was shared with others who had asked before.
    var isCollapsed = false
    /// What stood between the question and a fresh answer: a token.
    var detail: String?

    /// Writes the field's value.
    func write(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("rollcall")
        buffer.writeStaticString(parameter)
        if let secondsLeft {
            buffer.writeStaticString("; ttl=")
            buffer.writeDecimal(secondsLeft)
        }
        if isCollapsed { buffer.writeStaticString("; collapsed") }
        if let detail {
            buffer.writeStaticString("; detail=")
            buffer.writeString(detail)
        }
    }

    private var parameter: StaticString {
        switch outcome {
        case .hit: "; hit"
        case .forwarded(.request): "; fwd=request"
        case .forwarded(.stale): "; fwd=stale"
        case .forwarded(.miss): "; fwd=miss"
        case .unanswered: ""
        }
    }
}
