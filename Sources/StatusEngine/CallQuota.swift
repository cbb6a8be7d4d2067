internal import Roster

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
    /// So many calls that left at one time or shortly before it.
    private struct Start {
        var at: Instant
        var calls: Int
    }

    /// How many entries are kept at the most.
    ///
    /// Where the quota allows more calls, those within a thousandth of the window are taken as one
    /// entry, at the time of the last of them.
    private static let maximumEntries = 1_000

    private let quota: CallQuota?
    /// The calls of the last window, and maybe older ones; oldest first.
    private var starts: [Start] = []
    /// How many calls those are.
    private var counted = 0

    init(_ quota: CallQuota?) {
        self.quota = quota
    }

    /// When the next call may leave, if not now.
    func nextStart(at now: Instant) -> Instant? {
        guard let quota, counted >= quota.calls else { return nil }
        let inWindow = starts.drop { $0.at + quota.window <= now }
        var left = inWindow.reduce(0) { $0 + $1.calls }
        for start in inWindow where left >= quota.calls {
            left -= start.calls
            if left < quota.calls { return start.at + quota.window }
        }
        return nil
    }

    mutating func callStarted(at now: Instant) {
        guard let quota else { return }
        forget(before: now, quota)
        counted += 1
        if let last = starts.last, belongTogether(last.at, now, quota) {
            starts[starts.count - 1] = Start(at: now, calls: last.calls + 1)
        } else {
            starts.append(Start(at: now, calls: 1))
        }
    }

    /// How many calls may leave now; nil if there is no quota.
    func left(at now: Instant) -> Int? {
        quota.map { quota in
            let inWindow = starts.drop { $0.at + quota.window <= now }
            return max(0, quota.calls - inWindow.reduce(0) { $0 + $1.calls })
        }
    }

    private mutating func forget(before now: Instant, _ quota: CallQuota) {
        let past = starts.prefix { $0.at + quota.window <= now }
        counted -= past.reduce(0) { $0 + $1.calls }
        starts.removeFirst(past.count)
    }

    private func belongTogether(_ one: Instant, _ other: Instant, _ quota: CallQuota) -> Bool {
        guard quota.calls > Self.maximumEntries else { return one == other }
        let width = max(1, quota.window.nanoseconds / Int64(Self.maximumEntries))
        return one.nanoseconds / width == other.nanoseconds / width
    }
}

extension QuotaLedger {
    /// The calls that count, by the wall clock; what is less than a millisecond is rounded up.
    func record(at now: Moment) -> [QuotaRecord.Start] {
        guard let quota else { return [] }
        return starts.drop { $0.at + quota.window <= now.instant }
            .map { start in
                let age = (now.instant - start.at).nanoseconds / 1_000_000
                let at = Timestamp(milliseconds: now.wall.milliseconds - age)
                return QuotaRecord.Start(at: at, calls: start.calls)
            }
    }

    /// Counts calls from before a restart.
    ///
    /// One that left in the future, because the clock went back, counts as one that leaves now: it
    /// counts for a whole window more.
    mutating func restore(_ record: [QuotaRecord.Start], at now: Moment) {
        guard let quota else { return }
        for start in record where start.calls > 0 {
            let (age, overflow) = now.wall.milliseconds
                .subtractingReportingOverflow(start.at.milliseconds)
            let isPast = age > 0 && !overflow
            let at = isPast ? now.instant - .milliseconds(age) : now.instant
            starts.append(Start(at: at, calls: min(start.calls, quota.calls)))
        }
        starts.sort { $0.at < $1.at }
        counted = starts.reduce(0) { $0 + $1.calls }
        forget(before: now.instant, quota)
    }

    /// Counts the whole quota as spent at a time; see ``restore(_:at:)``.
    mutating func restoreSpent(since: Timestamp, at now: Moment) {
        guard let quota else { return }
        restore([QuotaRecord.Start(at: since, calls: quota.calls)], at: now)
    }
}
