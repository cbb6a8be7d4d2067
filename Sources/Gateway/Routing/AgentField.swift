/// A member of an agent as clients see it; the raw value is its name.
enum AgentField: String, CaseIterable, Hashable, Sendable {
    case id
    /// Stands only where names are kept.
    case name
    case state
    case stateCode
    case stateSince
    case reasonCode
    case previousState
    case previousStateSeconds
    case signedInAt
    case releasedCalls
    case privateCalls
    case locationId
    case observedAt
    case freshness
    /// Stands only beside a `freshness` of `stale`.
    case staleReason
    /// Stands only in the answer about one agent, and only where that is set.
    case groups
}
