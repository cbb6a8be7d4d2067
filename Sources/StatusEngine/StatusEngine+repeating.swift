internal import Roster

// Answers given again by whoever asked, without a question.
extension StatusEngine {
    /// How long an answer is given again at most, whatever its agent's time to live.
    private static let longestHold = Duration.milliseconds(250)

    /// For how long the answer just given to a question about one agent holds, if it is to be repeated.
    ///
    /// Who gives it again does not say so. So its agent counts as asked for until then: what is in
    /// demand is never taken for less than it is, and a call is only filled with more.
    mutating func holds(
        _ answer: Answer,
        to question: Question,
        vdnIndex: Int,
        at now: Instant
    ) -> Duration? {
        guard question.isRepeated, question.form == .readings, question.ids.count == 1,
            question.maximumAge == nil, question.maximumStale == nil, answer.summary.isFresh,
            let slot = table.slot(of: question.ids[0], vdnIndex: vdnIndex)
        else { return nil }
        let until = min(table[slot].freshUntil(lifetimes), now + Self.longestHold)
        table.want(slot, at: until, times: 0)
        return until - now
    }
}
