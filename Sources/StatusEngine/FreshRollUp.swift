internal import Roster

/// A roll-up of agents that are all fresh, in the making.
///
/// It counts as ``GroupStatus`` does, with numbers alone: a call into another module for each agent
/// would take longer than the counting.
struct FreshRollUp {
    /// When the first of them leaves its time to live.
    private(set) var until = Instant(nanoseconds: .max)
    private var agents = 0
    /// When the first was observed, in milliseconds.
    private var oldest = Int64.max
    /// When the last was.
    private var newest = Int64.min
    /// By code of the state; the last are those in states that the contract does not list.
    private var tallies = InlineArray<12, Tally>(repeating: Tally())
    private let now: Instant
    private let lifetimes: Lifetimes

    /// How many are in a state, and who is longest, in milliseconds and by its number; the end of all
    /// time where of nobody it is known.
    private struct Tally {
        var agents = 0
        var since = Int64.max
        var longest: UInt32 = 0
    }

    /// Begins the roll-up of nobody.
    init(at now: Instant, _ lifetimes: Lifetimes) {
        self.now = now
        self.lifetimes = lifetimes
    }

    /// Adds what is known of the next agent, provided that it is fresh and listed as needed.
    /// - Returns: whether it is.
    @inline(__always)
    mutating func add(_ entry: borrowing StatusEntry) -> Bool {
        let end = entry.freshUntil(lifetimes)
        guard now < end, entry.isListedAsNeeded else { return false }
        until = min(until, end)
        agents += 1
        if case .reported(let agent) = entry.content { count(agent) }
        return true
    }

    @inline(__always)
    private mutating func count(_ agent: Agent) {
        oldest = min(oldest, agent.observedAt.milliseconds)
        newest = max(newest, agent.observedAt.milliseconds)
        let (code, others) = (Int(agent.report.stateCode), tallies.count - 1)
        let place = 0 <= code && code < others ? code : others
        tallies[place].agents += 1
        let tally = tallies[place]
        let (since, number) = (agent.sinceOrNever.milliseconds, agent.report.id.number)
        guard (since, number) < (tally.since, tally.longest) else { return }
        (tallies[place].since, tallies[place].longest) = (since, number)
    }

    /// How they stand.
    func status() -> GroupStatus {
        let isObserved = oldest <= newest
        return GroupStatus(
            agents: agents,
            tallies: tallies.indices.map { place in
                StateTally(
                    agents: tallies[place].agents,
                    longest: AgentID(unchecked: tallies[place].longest),
                    since: Timestamp(milliseconds: tallies[place].since)
                )
            },
            oldest: isObserved ? Timestamp(milliseconds: oldest) : nil,
            newest: isObserved ? Timestamp(milliseconds: newest) : nil
        )
    }
}
