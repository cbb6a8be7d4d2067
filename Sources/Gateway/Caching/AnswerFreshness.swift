internal import Roster
internal import StatusEngine

/// What of an answer matters to caches, of all its readings together.
struct AnswerFreshness: Hashable, Sendable {
    /// The oldest observation, if there is one.
    private(set) var oldest: Timestamp?
    /// Whether a reading is missing for a trouble, so that asking again may bring more.
    private(set) var isPartial = false
    /// The first trouble that stood between the question and a fresh answer, if there was any.
    private(set) var trouble: Trouble?

    /// Looks through an answer's readings.
    init(_ readings: some Sequence<Reading>) {
        for reading in readings {
            switch reading {
            case .observed(let agent, let freshness):
                oldest = min(oldest ?? agent.observedAt, agent.observedAt)
                if case .stale(.trouble(let met)) = freshness { trouble = trouble ?? met }
            case .missing(_, .trouble(let met)):
                isPartial = true
                trouble = trouble ?? met
            case .missing(_, .notReported): break
            }
        }
    }
}
