internal import Roster

// Answers given again by whoever asked, without a question.
extension StatusEngine {
    /// How long an answer is given again at most, whatever its agents' times to live.
    private static let longestHold = Duration.milliseconds(250)
    /// An answer from readings of more agents is never given again: a list would be as long as all
    /// others together.
    static let mostRepeated = 8_192

    /// Whether an answer from memory is the same for everybody, while it holds.
    func mayRepeat(_ answer: Answer, to question: Question) -> Bool {
        question.isRepeated && question.maximumAge == nil && question.maximumStale == nil
            && answer.summary.isFresh && answer.summary.observed > 0
    }

    /// Until when an answer is given again whose agents are fresh until then.
    func endOfHold(freshUntil: Instant, at now: Instant) -> Instant {
        min(freshUntil, now + Self.longestHold)
    }

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
        guard mayRepeat(answer, to: question), question.ids.count <= Self.mostRepeated else {
            return nil
        }
        let slots = question.ids.compactMap { id in
            table.slot(of: id, vdnIndex: vdnIndex).map { Int32($0) }
        }
        var end = Instant(nanoseconds: .max)
        for slot in slots { end = min(end, table[Int(slot)].freshUntil(lifetimes)) }
        let until = endOfHold(freshUntil: end, at: now)
        table.want(slots, at: until, times: 0)
        return until - now
    }
}
