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
    /// All groups, or a choice of them.
    case groups(VDN, GroupChoice = .all)
    /// One group, known or not.
    case group(VDN, String, GroupAspect)
    /// The roll-up of all agents of a VDN that are known of.
    case vdnStatus(VDN)
    /// Whether the process lives.
    case health
    /// The contract.
    case openAPI
}
