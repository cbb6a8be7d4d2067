/// The roll-up of many readings: how a group stands (design section 4).
package struct GroupStatus: Hashable, Sendable {
    /// The agent longest in a state, with the seconds it has been there.
    package struct Longest: Hashable, Sendable {
        /// Who; of several the lowest id.
        package let id: AgentID
        /// Since when.
        package let since: Timestamp
        /// Seconds in the state up to now.
        package let seconds: Int64
    }

    /// How many agents were asked about.
    package private(set) var agents = 0
    /// How many have an observation.
    package private(set) var reported = 0
    /// How many observations are older than the time to live.
    package private(set) var stale = 0
    /// The oldest observation.
    package private(set) var oldest: Timestamp?
    /// The newest observation.
    package private(set) var newest: Timestamp?
    /// Who has been longest in each state seen, signed-out left aside.
    package private(set) var longest: [AgentState: Longest] = [:]
    private var counts: [AgentState: Int] = [:]

    /// Adds the readings up; `now` dates the seconds in a state.
    package init(_ readings: some Sequence<Reading>, now: Timestamp) {
        for reading in readings {
            agents += 1
            guard case .observed(let agent, let freshness) = reading else { continue }
            count(agent, isStale: freshness.isStale, now: now)
        }
    }

    /// How many agents are in a state.
    package func count(of state: AgentState) -> Int { counts[state] ?? 0 }
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

    private mutating func count(_ agent: Agent, isStale: Bool, now: Timestamp) {
        let state = agent.report.state
        reported += 1
        stale += isStale ? 1 : 0
        counts[state, default: 0] += 1
        oldest = min(oldest ?? agent.observedAt, agent.observedAt)
        newest = max(newest ?? agent.observedAt, agent.observedAt)
        guard state != .signedOut else { return }
        let seconds = max(0, now.seconds - agent.stateSince.seconds)
        if let present = longest[state],
            (present.seconds, agent.id) >= (seconds, present.id)
        {
            return
        }
        longest[state] = Longest(id: agent.id, since: agent.stateSince, seconds: seconds)
    }
}
