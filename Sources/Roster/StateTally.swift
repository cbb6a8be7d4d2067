/// How many agents are in a state, and which of them longest.
package struct StateTally: Hashable, Sendable {
    /// How many.
    private(set) var agents = 0
    /// Who is longest in the state, of several the lowest id; of no meaning where nobody is, or of
    /// nobody it is known.
    private(set) var longest = AgentID(unchecked: 0)
    /// Since when; the end of all time where of nobody it is known.
    private(set) var since = Timestamp(milliseconds: .max)

    /// Counts nobody.
    init() {}

    /// Creates what has been counted already.
    /// - Parameters:
    ///   - agents: how many.
    ///   - longest: who is longest in the state, of several the lowest id.
    ///   - since: since when.
    package init(agents: Int, longest: AgentID, since: Timestamp) {
        (self.agents, self.longest, self.since) = (agents, longest, since)
    }

    /// Whether it is known of somebody since when.
    var isDated: Bool { since < Timestamp(milliseconds: .max) }

    /// Counts an agent; one of whom it is not known since when is not longest.
    mutating func add(_ agent: Agent) {
        agents += 1
        guard let began = agent.stateSince, (began, agent.id) < (since, longest) else { return }
        (longest, since) = (agent.id, began)
    }
}

extension AgentState {
    /// The state's place among all states.
    var place: Int {
        self == .unknown ? Self.allCases.count - 1 : Int(rawValue)
    }
}
