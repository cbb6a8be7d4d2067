internal import StatusEngine

/// Decides which of many failures of some kinds are worth a log line: the first of its kind, and then one
/// a minute with the number of those left out.
struct FailureStreak<Kind: Hashable & Sendable> {
    /// What is to be logged.
    struct Line: Hashable {
        /// How many failures like it had no line of their own.
        let suppressed: Int
    }

    /// How long failures like the last are only counted.
    static var pause: Duration { .seconds(60) }

    private var kind: Kind?
    private var loggedAt = Instant(nanoseconds: 0)
    private var suppressed = 0

    /// Takes note of a failure; the result is its line, if it gets one.
    mutating func failed(_ kind: Kind, at now: Instant) -> Line? {
        guard kind != self.kind || now - loggedAt >= Self.pause else {
            suppressed += 1
            return nil
        }
        defer { (self.kind, loggedAt, suppressed) = (kind, now, 0) }
        return Line(suppressed: suppressed)
    }

    /// Takes note that all is well again.
    mutating func ended() { self = FailureStreak() }
}
