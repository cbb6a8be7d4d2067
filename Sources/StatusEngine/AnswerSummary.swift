package import Roster

/// What holds of all readings of an answer together: made in one pass, for whoever counts, dates
/// or judges answers.
package struct AnswerSummary: Hashable, Sendable {
    /// How many agents were fetched for the question.
    package private(set) var live = 0
    /// How many are younger than the time to live.
    package private(set) var cached = 0
    /// How many are older, and given while they are refreshed.
    package private(set) var revalidating = 0
    /// How many are stale, as clients are told.
    package private(set) var stale = 0
    /// How many the CMS did not report.
    package private(set) var notReported = 0
    /// How many are neither known nor to be had.
    package private(set) var failed = 0
    /// The oldest observation, if there is one.
    package private(set) var oldest: Timestamp?
    /// The first trouble that stood between the question and a fresh answer, if there was any.
    package private(set) var trouble: Trouble?

    /// The summary of no readings.
    package init() {}

    /// Creates the summary of readings.
    package init(_ readings: some Sequence<Reading>) {
        for reading in readings { add(reading) }
    }

    /// Creates the summary of a roll-up of agents that all are fresh, and were before the question.
    init(fresh status: GroupStatus) {
        cached = status.reported
        notReported = status.missing
        oldest = status.oldest
    }

    /// Adds a reading.
    package mutating func add(_ reading: Reading) {
        switch reading {
        case .observed(let agent, let freshness):
            date(agent.observedAt)
            add(freshness)
        case .missing(_, .notReported): notReported += 1
        case .missing(_, .trouble(let met)):
            failed += 1
            trouble = trouble ?? met
        }
    }

    private mutating func date(_ observedAt: Timestamp) {
        guard let oldest, oldest.milliseconds <= observedAt.milliseconds else {
            oldest = observedAt
            return
        }
    }

    private mutating func add(_ freshness: Freshness) {
        switch freshness {
        case .live: live += 1
        case .cached: cached += 1
        case .revalidating: revalidating += 1
        case .stale(let met):
            stale += 1
            trouble = trouble ?? met
        }
    }

    /// How many agents have an observation.
    package var observed: Int { live + cached + aged }
    /// How many agents have one that is past its time to live, or stale.
    package var aged: Int { revalidating + stale }
    /// How many agents have none.
    package var missing: Int { notReported + failed }
    /// Whether a reading is missing for a trouble, so that asking again may bring more.
    package var isPartial: Bool { failed > 0 }

    /// The trouble to name where none of the agents could be asked about.
    package var totalFailure: Trouble? {
        observed + notReported == 0 ? trouble : nil
    }
}
