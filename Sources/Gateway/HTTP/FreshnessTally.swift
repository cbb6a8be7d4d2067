package import Roster
package import StatusEngine

/// How many agents of an answer are how fresh.
package struct FreshnessTally: Hashable, Sendable {
    /// Fetched for the request.
    package private(set) var live = 0
    /// Younger than the time to live.
    package private(set) var cached = 0
    /// Older.
    package private(set) var stale = 0
    /// Not reported by the CMS.
    package private(set) var notReported = 0
    /// Neither known nor to be had.
    package private(set) var failed = 0

    /// No agents.
    package init() {}

    /// Counts readings.
    package init(_ readings: [Reading]) {
        self.init(AnswerSummary(readings))
    }

    /// Takes the counts of an answer.
    package init(_ answer: AnswerSummary) {
        live = answer.live
        cached = answer.cached
        stale = answer.stale
        notReported = answer.notReported
        failed = answer.failed
    }
}
