internal import Roster
internal import StatusEngine

/// What caches are told of answers (RFC 9111): to ask for each of them anew, and how old it is
/// (decision 0012).
struct CachePolicy: Sendable {
    /// The time to live, in whole seconds.
    private let lifetime: Int64

    /// Creates the policy of the settings.
    init(_ settings: GatewaySettings) {
        lifetime = settings.timeToLive.components.seconds
    }

    /// The fields of an answer about agents; without a tag where it cannot be asked for again by its URL
    /// alone, or is written line by line from what memory holds by then.
    func fields(for answer: Answer, tag: EntityTag? = nil) -> CachingFields {
        let freshness = answer.summary
        let age = freshness.oldest.map { self.age(of: $0, at: answer.at) }
        return CachingFields(
            isAskedForAnew: true,
            tag: tag,
            age: age,
            status: status(of: answer, freshness, age: age)
        )
    }

    /// The fields of an answer that needs no agent.
    func fields(forSettled tag: EntityTag) -> CachingFields {
        CachingFields(isAskedForAnew: true, tag: tag)
    }

    /// The fields of a problem, beside its own.
    func fields(forProblem answer: Answer) -> CachingFields {
        CachingFields(status: status(of: answer, answer.summary, age: nil))
    }

    /// A hit is told how long it lasts, and what could not be refreshed how stale it is.
    private func status(
        of answer: Answer,
        _ freshness: AnswerSummary,
        age: Int64?
    ) -> CacheStatus {
        var status = CacheStatus(outcome: .hit, isCollapsed: answer.isCollapsed)
        // That a refresh is under way is what a hit past its time means by itself.
        status.detail = freshness.trouble?.rawValue
        if let reason = answer.forwarded {
            status.outcome = .forwarded(reason)
        } else if freshness.isPartial {
            status.outcome = .unanswered
        }
        if answer.forwarded == nil || status.detail != nil {
            status.secondsLeft = age.map { lifetime - $0 }
        }
        return status
    }

    /// Whole seconds, rounded up: nothing is told as younger than it is.
    private func age(of oldest: Timestamp, at now: Timestamp) -> Int64 {
        let (age, overflow) = now.milliseconds
            .subtractingReportingOverflow(oldest.milliseconds)
        guard !overflow, age > 0 else { return 0 }
        return age / 1_000 + (age % 1_000 > 0 ? 1 : 0)
    }
}
