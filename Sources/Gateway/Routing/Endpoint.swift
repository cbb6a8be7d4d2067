internal import Roster

/// What a request asks for, with everything it names read and checked.
enum Endpoint: Hashable, Sendable {
    /// What is asked about a group.
    enum GroupAspect: Hashable, Sendable {
        /// Its members.
        case members
        /// Its roll-up.
        case status
        /// Its agents.
        case agents
    }

    /// One agent.
    case agent(VDN, AgentID)
    /// Many agents: distinct, in the order first asked.
    case agents(VDN, [AgentID])
    /// All groups.
    case groups(VDN)
    /// One group, known or not.
    case group(VDN, String, GroupAspect)
    /// Whether the process lives.
    case health
    /// The contract.
    case openAPI
}
