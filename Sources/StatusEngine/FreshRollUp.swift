internal import Roster

/// A roll-up of agents that are all fresh, in the making.
struct FreshRollUp: Sendable {
    /// How they stand.
    private(set) var status: GroupStatus
    /// What holds of all of them.
    private(set) var summary = AnswerSummary()
    /// Where they lie in the table.
    private(set) var slots: [Int32] = []
    /// When the first of them leaves its time to live.
    private(set) var until = Instant(nanoseconds: .max)

    /// Begins the roll-up of so many agents.
    init(of count: Int, at now: Timestamp) {
        status = GroupStatus([], now: now)
        slots.reserveCapacity(count)
    }

    /// Adds what is known of the next agent, which is fresh until an instant.
    mutating func add(
        _ content: StatusEntry.Content,
        _ slot: StatusTable.Slot,
        until end: Instant
    ) {
        slots.append(Int32(slot))
        until = min(until, end)
        summary.addFresh(content)
        if case .reported(let agent) = content {
            status.add(agent, isStale: false)
        } else {
            status.addUnobserved()
        }
    }
}
