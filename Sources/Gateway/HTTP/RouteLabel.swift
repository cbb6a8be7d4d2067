/// What a request asked for, as a metric label: the route, never the path.
package enum RouteLabel: String, CaseIterable, Hashable, Sendable {
    /// One agent.
    case agent
    /// Many agents.
    case agents
    /// Many agents, named in a body.
    case agentQuery
    /// All groups.
    case groups
    /// A group's members.
    case group
    /// A group's roll-up.
    case groupStatus
    /// A group's agents.
    case groupAgents
    /// The roll-up of a VDN.
    case vdnStatus
    /// Whether the process lives.
    case health
    /// The contract.
    case openAPI
    /// The metrics; admin listener only.
    case metrics
    /// Whether requests should be given; admin listener only.
    case ready
    /// No route of ours, or not understood as far as that.
    case none
}
