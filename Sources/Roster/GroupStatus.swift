/// The roll-up of many readings: how a group stands (design section 4).
package struct GroupStatus: Hashable, Sendable {
    /// The agent longest in a state.
    package struct Longest: Hashable, Sendable {
        /// Who; of several the lowest id.
        package let id: AgentID
        /// Since when.
        package let since: Timestamp
    }

    /// How many agents were asked about.
    package private(set) var agents = 0
    /// How many have an observation.
    package private(set) var reported = 0
    /// How many observations are stale, as clients are told.
    package private(set) var stale = 0
    /// The oldest observation.
    package private(set) var oldest: Timestamp?
    /// The newest observation.
    package private(set) var newest: Timestamp?
    /// One a state, in the order of all states.
    private var tallies = [StateTally](repeating: StateTally(), count: AgentState.allCases.count)

    /// Adds the readings up.
    package init(_ readings: some Sequence<Reading>) {
        for reading in readings { add(reading) }
    }

    /// Takes over what has been counted, where no observation is stale.
    /// - Parameters:
    ///   - agents: how many agents there are, with an observation or without.
    ///   - tallies: those that have one; one a state, in the order of all states.
    ///   - oldest: the oldest observation.
    ///   - newest: the newest.
    package init(
        agents: Int,
        tallies: [StateTally],
        oldest: Timestamp?,
        newest: Timestamp?
    ) {
        self.agents = agents
        reported = tallies.reduce(0) { $0 + $1.agents }
        (self.oldest, self.newest) = (oldest, newest)
        self.tallies = tallies
    }

    /// Adds a reading.
    package mutating func add(_ reading: Reading) {
        switch reading {
        case .observed(let agent, let freshness): add(agent, isStale: freshness.isStale)
        case .missing: addUnobserved()
        }
    }

    /// Adds an agent that has no observation.
    package mutating func addUnobserved() { agents += 1 }

    /// Adds an agent as it was observed.
    package mutating func add(_ agent: Agent, isStale: Bool) {
        agents += 1
        reported += 1
        stale += isStale ? 1 : 0
        oldest = min(oldest ?? agent.observedAt, agent.observedAt)
        newest = max(newest ?? agent.observedAt, agent.observedAt)
        tallies[agent.report.state.place].add(agent)
    }

    /// How many agents are in a state.
    package func count(of state: AgentState) -> Int { tallies[state.place].agents }
    /// Who has been longest in a state seen, signed-out left aside, of those of whom it is known.
    package func longest(in state: AgentState) -> Longest? {
        let tally = tallies[state.place]
        guard tally.isDated, state != .signedOut else { return nil }
        return Longest(id: tally.longest, since: tally.since)
    }
    /// How many agents have no observation.
    package var missing: Int { agents - reported }
    /// How many are signed in, whatever they do.
    package var signedIn: Int { reported - count(of: .signedOut) }
    /// How many can be given a call.
    package var available: Int { count(of: .idle) }
    /// How many are with a caller.
    package var onContact: Int { count(of: .answering) + count(of: .talking) }
    /// Whether every agent has an observation.
    package var isComplete: Bool { missing == 0 }
}
