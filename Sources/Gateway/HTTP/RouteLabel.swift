/// What a request asked for, as a metric label: the route, never the path.
package enum RouteLabel: String, CaseIterable, Hashable, Sendable {
    case agent
    case agents
    case groups
    case group
    case groupStatus
    case groupAgents
    case health
    case openAPI
    case metrics
    case ready
    /// No route of ours, or not understood as far as that.
    case none
}
