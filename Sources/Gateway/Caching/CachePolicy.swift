internal import NIOCore
internal import Roster
internal import StatusEngine

/// What caches are told of answers (RFC 9111, RFC 5861): made once for all of them.
///
/// `max-age` is the whole time to live and `Age` how much of it is gone, so that what is left, and
/// what is left of the stale periods behind it, is the same in every cache as here (decision 0007).
struct CachePolicy: Sendable {
    private let timeToLive: Int64
    private let lifetime: Int64
    /// For answers that are fresh for a time.
    private let timed: ByteBuffer
    /// For answers to be asked for anew each time.
    private let untimed = ByteBuffer(staticString: "no-cache")

    /// Creates the policy of the settings.
    init(_ settings: GatewaySettings) {
        let periods = settings.freshness
        timeToLive = periods.timeToLive.nanoseconds / 1_000_000
        lifetime = timeToLive / 1_000
        timed = ByteBuffer(string: Self.control(periods))
    }

    /// The fields of an answer about agents.
    ///
    /// An answer that lacks agents for a trouble, or holds no observation at all, is to be asked
    /// for anew each time.
    func fields(for answer: Answer, tag: EntityTag) -> CachingFields {
        let freshness = answer.summary
        let isTimed = freshness.oldest != nil && !freshness.isPartial
        let age = freshness.oldest.map { self.age(of: $0, at: answer.at) }
        return CachingFields(
            control: isTimed ? timed : untimed,
            tag: tag,
            age: age,
            lastFreshSecond: isTimed ? freshness.oldest.map(lastFreshSecond) : nil,
            status: status(of: answer, freshness, age: age)
        )
    }

    /// For how long an answer stays what it is, what it tells caches of its age included; nothing where
    /// that was not asked for.
    func hold(of answer: Answer) -> AnswerHold? {
        guard let duration = answer.holdsFor, let oldest = answer.summary.oldest else { return nil }
        let last = oldest.advanced(bySeconds: age(of: oldest, at: answer.at))
        return AnswerHold(moments: answer.at...max(answer.at, last), duration: duration)
    }

    /// For how long a roll-up stays what it is: its seconds in a state go on with those of the wall clock.
    func hold(ofRollUp answer: Answer) -> AnswerHold? {
        guard let hold = hold(of: answer) else { return nil }
        let endOfSecond = Timestamp(milliseconds: answer.at.seconds * 1_000 + 999)
        return AnswerHold(
            moments: hold.moments.clamped(to: answer.at...endOfSecond),
            duration: hold.duration
        )
    }

    /// The fields of an answer that needs no agent: there is no telling how long it holds.
    func fields(forSettled tag: EntityTag) -> CachingFields {
        CachingFields(control: untimed, tag: tag)
    }

    /// The fields of an answer that no cache can give again: the answer to a POST, and one that is
    /// written line by line from what memory holds by then.
    func fields(forPassing answer: Answer) -> CachingFields {
        let freshness = answer.summary
        let age = freshness.oldest.map { self.age(of: $0, at: answer.at) }
        return CachingFields(
            control: untimed,
            age: age,
            status: status(of: answer, freshness, age: age)
        )
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

    /// Whole seconds, rounded up: no cache takes an answer for fresh a moment longer than it is.
    private func age(of oldest: Timestamp, at now: Timestamp) -> Int64 {
        let (age, overflow) = now.milliseconds
            .subtractingReportingOverflow(oldest.milliseconds)
        guard !overflow, age > 0 else { return 0 }
        return age / 1_000 + (age % 1_000 > 0 ? 1 : 0)
    }

    /// nginx knows no `Age`, and takes an answer for fresh to the end of the second named.
    private func lastFreshSecond(_ oldest: Timestamp) -> Int64 {
        let end = Timestamp(milliseconds: oldest.milliseconds + timeToLive)
        return end.seconds - 1
    }

    private static func control(_ periods: FreshnessPeriods) -> String {
        var directives = ["max-age=\(periods.timeToLive.wholeSeconds)"]
        let stale = [
            ("stale-while-revalidate", periods.staleWhileRevalidate.wholeSeconds),
            ("stale-if-error", periods.staleIfError.wholeSeconds),
        ]
        directives += stale.filter { $0.1 > 0 }.map { "\($0.0)=\($0.1)" }
        return directives.joined(separator: ", ")
    }
}

extension Duration {
    /// The seconds, rounded down.
    fileprivate var wholeSeconds: Int64 { components.seconds }
}
