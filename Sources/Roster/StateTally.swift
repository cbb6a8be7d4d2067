/// How many agents are in a state, and which of them longest.
struct StateTally: Hashable, Sendable {
    /// How many.
    private(set) var agents = 0
    /// Who is longest in the state, of several the lowest id; of no meaning where nobody is.
    private(set) var longest = AgentID(unchecked: 0)
    /// Since when.
    private(set) var since = Timestamp(milliseconds: .max)
    /// The same in whole seconds.
    private var sinceSeconds = Int64.max

    /// Counts an agent.
    mutating func add(_ agent: Agent) {
        agents += 1
        let seconds = agent.stateSince.seconds
        guard agents == 1 || (seconds, agent.id) < (sinceSeconds, longest) else { return }
        (longest, since, sinceSeconds) = (agent.id, agent.stateSince, seconds)
    }
}

extension AgentState {
    /// The state's place among all states.
    var place: Int {
        self == .unknown ? Self.allCases.count - 1 : Int(rawValue)
    }
}
