/// Chooses among the base URLs of the CMS: stays with one while it answers, goes to the next when
/// it does not, and tries the first again now and then.
struct EndpointChoice: Sendable {
    private let count: Int
    private let failbackInterval: Duration
    private(set) var current = 0
    private var failbackAt = Instant(nanoseconds: .max)

    init(count: Int, failbackInterval: Duration) {
        self.count = count
        self.failbackInterval = failbackInterval
    }

    /// Where the next call goes.
    /// - Returns: the index of the base URL.
    mutating func next(at now: Instant, mayTryFirst: Bool) -> Int {
        guard current != 0, mayTryFirst, now >= failbackAt else { return current }
        failbackAt = now + failbackInterval
        return 0
    }

    mutating func succeeded(_ endpoint: Int) {
        if endpoint == 0 { current = 0 }
    }

    /// Takes note that an endpoint did not answer.
    /// - Returns: whether it was only a trial of the first, the present one being another.
    mutating func failed(_ endpoint: Int, at now: Instant) -> Bool {
        guard endpoint == current else { return true }
        current = (current + 1) % count
        failbackAt = now + failbackInterval
        return false
    }
}
