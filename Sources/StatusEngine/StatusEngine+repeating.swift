internal import Roster

// Answers given again by whoever asked, without a question.
extension StatusEngine {
    /// How long an answer is given again at most, whatever its agents' times to live.
    private static let longestHold = Duration.milliseconds(250)
    /// An answer about more agents is never given again: it would be as long as all others together.
    static let mostRepeated = 8_192

    /// For how long the answer just given to a question holds, if it is to be repeated.
    ///
    /// Who gives it again does not say so. So its agents count as asked for until then: what is in
    /// demand is never taken for less than it is, and a call is only filled with more.
    mutating func holds(
        _ answer: Answer,
        to question: Question,
        vdnIndex: Int,
        at now: Instant
    ) -> Duration? {
        guard question.isRepeated, question.form == .readings,
            question.ids.count <= Self.mostRepeated, question.maximumAge == nil,
            question.maximumStale == nil, answer.summary.isFresh, answer.summary.observed > 0
        else { return nil }
        let slots = question.ids.compactMap { id in
            table.slot(of: id, vdnIndex: vdnIndex).map { Int32($0) }
        }
        var until = now + Self.longestHold
        for slot in slots { until = min(until, table[Int(slot)].freshUntil(lifetimes)) }
        table.want(slots, at: until, times: 0)
        return until - now
    }
}
