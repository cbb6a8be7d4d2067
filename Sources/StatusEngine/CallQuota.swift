/// The CMS's quota as a setting: so many calls in any window of so long.
package struct CallQuota: Hashable, Sendable {
    /// Calls allowed in any window, 1 and up.
    package let calls: Int
    /// The window's length.
    package let window: Duration

    /// Creates a quota.
    package init(calls: Int, window: Duration) {
        self.calls = calls
        self.window = window
    }
}

/// Keeps calls within a quota that no sliding window exceeds.
struct QuotaLedger: Sendable {
    private let quota: CallQuota?
    /// When the last calls left, at most as many as the quota allows, oldest first.
    private var starts: [Instant] = []

    init(_ quota: CallQuota?) {
        self.quota = quota
    }

    /// When the next call may leave, if not now.
    func nextStart(at now: Instant) -> Instant? {
        guard let quota, starts.count >= quota.calls, let oldest = starts.first else { return nil }
        let next = oldest + quota.window
        return next > now ? next : nil
    }

    mutating func callStarted(at now: Instant) {
        guard let quota else { return }
        starts.append(now)
        if starts.count > quota.calls { starts.removeFirst() }
    }

    /// How many calls may leave now, where there is a quota.
    func left(at now: Instant) -> Int? {
        quota.map { quota in
            quota.calls - starts.count { $0 + quota.window > now }
        }
    }
}
