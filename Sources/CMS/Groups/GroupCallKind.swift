internal import StatusEngine

/// The calls that tell of groups; a closed set, fit for a metric label.
package enum GroupCallKind: String, CaseIterable, Hashable, Sendable {
    /// `queryallccgroup`
    case userGroups
    /// `querygroupmemberbycondition`
    case userGroupMembers
    /// `configures/skills`
    case skills
    /// `configures/agents`
    case skilledAgents
    /// `agentsinskill`
    case signedInAgents

    /// The kind of call that answers a query.
    init(_ query: GroupQuery) {
        switch query {
        case .userGroups: self = .userGroups
        case .userGroupMembers: self = .userGroupMembers
        case .skills: self = .skills
        case .skilledAgents: self = .skilledAgents
        case .signedInAgents: self = .signedInAgents
        }
    }
}
