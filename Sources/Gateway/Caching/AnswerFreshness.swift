internal import Roster
internal import StatusEngine

/// What of an answer matters to caches, of all its readings together.
struct AnswerFreshness: Hashable, Sendable {
    /// The oldest observation, if there is one.
    private(set) var oldest: Timestamp?
    /// Whether a reading is missing for a trouble, so that asking again may bring more.
    private(set) var isPartial = false
    /// What stood between the question and a fresh answer; a trouble rather than a refresh that
    /// is under way.
    private(set) var staleReason: StaleReason?

    /// Looks through an answer's readings.
    init(_ readings: some Sequence<Reading>) {
        for reading in readings {
            switch reading {
            case .observed(let agent, let freshness):
                oldest = min(oldest ?? agent.observedAt, agent.observedAt)
                if case .stale(let reason) = freshness { note(reason) }
            case .missing(_, .trouble(let trouble)):
                isPartial = true
                note(.trouble(trouble))
            case .missing(_, .notReported): break
            }
        }
    }

    private mutating func note(_ reason: StaleReason) {
        if staleReason == nil || staleReason == .revalidating { staleReason = reason }
    }
}
