internal import Roster

/// The answer to a question that waited, in the making.
///
/// For a long question that takes several steps, all of them on the same terms.
struct Composition: Sendable {
    let ticket: Ticket
    let terms: AnswerTerms
    /// In how many seconds asking again may help, where no call may leave.
    let retryAfter: Int64?
    private var draft: AnswerDraft
    /// What is older than the time to live by now, and to be refreshed behind the answer.
    private(set) var aged: [AgentID] = []
    /// How many of the ids have been looked at.
    private var looked = 0

    init(_ ticket: Ticket, on terms: AnswerTerms, retryAfter: Int64?) {
        self.ticket = ticket
        self.terms = terms
        self.retryAfter = retryAfter
        draft = AnswerDraft(ticket.form, count: ticket.ids.count)
    }

    /// Takes the ids of the next step.
    mutating func takeNext(_ count: Int) -> ArraySlice<AgentID> {
        let next = ticket.ids[looked...].prefix(count)
        looked += next.count
        return next
    }

    /// Whether all ids have been looked at.
    var isComplete: Bool { looked == ticket.ids.count }

    /// Takes in the reading of the next agent.
    mutating func add(_ reading: Reading) {
        draft.add(reading)
        switch reading {
        case .observed(let agent, .revalidating): aged.append(agent.id)
        // Of a question that is late the refresh is under way already.
        case .observed(let agent, .stale(.deadlineExceeded)) where !terms.isLate:
            aged.append(agent.id)
        default: break
        }
    }

    /// The answer.
    func answer(at now: Timestamp) -> Answer {
        var answer = draft.answer(at: now)
        answer.terms = terms
        answer.retryAfter = retryAfter
        answer.calls = ticket.calls
        answer.isCollapsed = ticket.isCollapsed
        answer.forwarded = ticket.reason
        return answer
    }
}
