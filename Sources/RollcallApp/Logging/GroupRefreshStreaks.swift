internal import Roster
internal import StatusEngine

/// Decides which readings of groups are worth a log line: those that come to something else than the
/// one before.
struct GroupRefreshStreaks {
    /// A source in a VDN.
    struct Key: Hashable {
        let vdn: VDN
        let source: Group.Source
    }

    /// What is compared with the reading before.
    private struct Outcome: Hashable {
        let groups: Int
        let failed: Int
        let unsettled: Int
        let unreadable: Int
    }

    private var failures: [Key: FailureStreak<CallFailure.Code>] = [:]
    private var outcomes: [Key: Outcome] = [:]

    /// Takes note of a failure; the result is its line, if it gets one.
    mutating func failed(
        _ key: Key,
        _ code: CallFailure.Code,
        at now: Instant
    ) -> FailureStreak<CallFailure.Code>.Line? {
        failures[key, default: FailureStreak()].failed(code, at: now)
    }

    /// Takes note of a reading.
    /// - Returns: whether it came to something else than the last one, or groups have vanished.
    mutating func refreshed(_ key: Key, _ report: GroupRefreshReport) -> Bool {
        let outcome = Outcome(
            groups: report.groups,
            failed: report.failed,
            unsettled: report.unsettled,
            unreadable: report.unreadable
        )
        if report.isWhole { failures[key] = nil }
        // Groups that vanish are counted among the others until their grace time is over.
        return outcomes.updateValue(outcome, forKey: key) != outcome || report.vanished > 0
    }
}
