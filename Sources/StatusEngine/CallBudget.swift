/// Permits extra calls as a share of ordinary ones: each ordinary call earns a fraction of one.
struct CallBudget: Sendable {
    /// What one extra call costs, in the units an ordinary call earns.
    private let price: Int
    private let maximum: Int
    private var credit: Int

    /// Creates a budget of one extra call for every so many ordinary ones.
    /// - Parameters:
    ///   - callsAnExtra: how many ordinary calls earn an extra one.
    ///   - initial: extra calls granted in advance.
    ///   - maximum: extra calls that can be saved up.
    init(callsAnExtra: Int, initial: Int, maximum: Int) {
        price = callsAnExtra
        credit = initial * callsAnExtra
        self.maximum = maximum * callsAnExtra
    }

    /// Whether an extra call can be paid for.
    var allowsOne: Bool { credit >= price }

    mutating func earn() {
        credit = min(maximum, credit + 1)
    }

    /// Pays for an extra call, if there is credit for it.
    mutating func spend() -> Bool {
        guard allowsOne else { return false }
        credit -= price
        return true
    }
}

/// Permits so many calls in a burst, and one more with every interval that passes.
struct CallBucket: Sendable {
    private let capacity: Int
    private let interval: Duration
    /// When the bucket is full again, given what was taken.
    private var fullAt = Instant(nanoseconds: .min)

    init(capacity: Int, interval: Duration) {
        self.capacity = capacity
        self.interval = interval
    }

    /// Takes a number of calls, or none of them.
    mutating func take(_ calls: Int, at now: Instant) -> Bool {
        let start = max(fullAt, now)
        let end = start + interval * calls
        guard end <= now + interval * capacity else { return false }
        fullAt = end
        return true
    }
}
