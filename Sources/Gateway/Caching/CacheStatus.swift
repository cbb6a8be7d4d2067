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

    /// What the value takes at most, in bytes: names and marks, a number, and the detail.
    var longest: Int { 48 + ByteWriter.longestNumber + (detail?.utf8.count ?? 0) }

    /// Writes the field's value.
    func write(to line: inout ByteWriter) {
        line.raw("rollcall")
        switch outcome {
        case .hit: line.raw("; hit")
        case .forwarded(.request): line.raw("; fwd=request")
        case .forwarded(.stale): line.raw("; fwd=stale")
        case .forwarded(.miss): line.raw("; fwd=miss")
        case .unanswered: break
        }
        if let secondsLeft {
            line.raw("; ttl=")
            line.number(secondsLeft)
        }
        if isCollapsed { line.raw("; collapsed") }
        if let detail {
            line.raw("; detail=")
            line.text(detail)
        }
    }
}
