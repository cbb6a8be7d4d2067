internal import StatusEngine

/// What one client may still ask.
///
/// A token is worth one request. Counted in whole parts, of which a token has as many as the window
/// has nanoseconds; each nanosecond brings as many parts as the window allows requests. So
/// nothing is ever rounded, and the same requests at the same instants give the same answers.
struct TokenBucket: Hashable, Sendable {
    /// What the bucket was filled by.
    let limit: RateLimit
    private var parts: Int64
    private var filledAt: Instant

    /// A full bucket.
    init(_ limit: RateLimit, at now: Instant) {
        self.limit = limit
        parts = Self.capacity(limit)
        filledAt = now
    }

    /// Takes so many tokens less those the request has paid, or none; a request never costs more than
    /// a full bucket holds.
    ///
    /// One that is refused after it has paid has to pay all of it when it comes again.
    mutating func take(_ cost: Int, paid: Int = 0, at now: Instant) -> RateVerdict {
        fill(at: now)
        let price = Int64(min(max(1, cost), limit.burst)) * Self.partsAToken(limit)
        let rest = max(0, price - Int64(paid) * Self.partsAToken(limit))
        let isAdmitted = parts >= rest
        if isAdmitted { parts -= rest }
        return RateVerdict(
            limit: limit,
            isAdmitted: isAdmitted,
            remaining: Int(parts / Self.partsAToken(limit)),
            secondsUntilFull: seconds(until: Self.capacity(limit)),
            retryAfter: isAdmitted ? 0 : max(1, seconds(until: price))
        )
    }

    private mutating func fill(at now: Instant) {
        let rate = Int64(limit.requests)
        let missing = Self.capacity(limit) - parts
        // Time that goes back brings nothing, and more than is missing cannot overflow.
        let elapsed = min(max(0, (now - filledAt).nanoseconds), missing / rate + 1)
        parts += min(missing, elapsed * rate)
        filledAt = max(filledAt, now)
    }

    /// Whole seconds until the bucket holds so much, rounded up.
    private func seconds(until level: Int64) -> Int64 {
        let aSecond = Int64(limit.requests) * 1_000_000_000
        return (max(0, level - parts) + aSecond - 1) / aSecond
    }

    private static func partsAToken(_ limit: RateLimit) -> Int64 {
        Int64(limit.windowSeconds) * 1_000_000_000
    }

    private static func capacity(_ limit: RateLimit) -> Int64 {
        Int64(limit.burst) * partsAToken(limit)
    }
}
