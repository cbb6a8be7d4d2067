package import Roster

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

    /// Whether such a call has a body; one that has none is a GET.
    package var hasBody: Bool {
        switch self {
        case .userGroups, .skilledAgents: false
        case .userGroupMembers, .skills, .signedInAgents: true
        }
    }
}

extension GroupQuery {
    /// The kind of call that answers it.
    package var kind: GroupCallKind {
        switch self {
        case .userGroups: .userGroups
        case .userGroupMembers: .userGroupMembers
        case .skills: .skills
        case .skilledAgents: .skilledAgents
        case .signedInAgents: .signedInAgents
        }
    }
}

extension Group.Source {
    /// The calls it takes to read the source.
    package var callKinds: Set<GroupCallKind> {
        switch self {
        case .file: []
        case .userGroups: [.userGroups, .userGroupMembers]
        case .skillQueues: [.skills, .skilledAgents]
        case .signedInAgents: [.skills, .signedInAgents]
        }
    }
}
