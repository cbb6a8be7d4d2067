package import Roster

/// The calls that count towards the quota, as they outlive a restart.
package struct QuotaRecord: Hashable, Sendable {
    /// So many calls that left at one time or shortly before it.
    package struct Start: Hashable, Sendable {
        /// The time of the last of them.
        package let at: Timestamp
        /// How many, 1 and up.
        package let calls: Int

        /// Creates an entry.
        package init(at: Timestamp, calls: Int) {
            self.at = at
            self.calls = calls
        }
    }

    /// How many calls have left since the engine was made: records with equal numbers are equal.
    package var number: UInt64
    /// All calls of the last window, oldest first; at most some 1,000 entries.
    package var calls: [Start]
    /// Of these, the calls about groups, which have a share of their own.
    package var groupCalls: [Start]

    /// Creates a record.
    package init(number: UInt64 = 0, calls: [Start], groupCalls: [Start]) {
        self.number = number
        self.calls = calls
        self.groupCalls = groupCalls
    }
}

/// Keeps the calls that count towards the quota where they outlive a restart.
package protocol QuotaStore: Sendable {
    /// Writes a record before this returns; the calls in it leave afterwards.
    func keep(_ record: QuotaRecord)
}
