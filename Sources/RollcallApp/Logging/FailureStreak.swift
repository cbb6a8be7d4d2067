internal import StatusEngine

/// Decides which of many failed calls are worth a log line: the first of its kind, and then one
/// a minute with the number of those left out.
struct FailureStreak {
    /// What is to be logged.
    struct Line: Hashable {
        /// How many failures like it had no line of their own.
        let suppressed: Int
    }

    /// How long failures like the last are only counted.
    static let pause = Duration.seconds(60)

    private var code: CallFailure.Code?
    private var loggedAt = Instant(nanoseconds: 0)
    private var suppressed = 0

    /// Takes note of a failure; the result is its line, if it gets one.
    mutating func failed(_ code: CallFailure.Code, at now: Instant) -> Line? {
        guard code != self.code || now - loggedAt >= Self.pause else {
            suppressed += 1
            return nil
        }
        defer { (self.code, loggedAt, suppressed) = (code, now, 0) }
        return Line(suppressed: suppressed)
    }

    /// Takes note that calls succeed again.
    mutating func ended() { self = FailureStreak() }
}
