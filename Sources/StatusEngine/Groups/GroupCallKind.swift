internal import Roster

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

    /// Whether a refused signature of one speaks against the other: they are of one kind, or both
    /// are a GET, which is signed otherwise than a call with a body (contract section 2).
    func isSigned(as other: GroupCallKind) -> Bool {
        self == other || (isWithoutBody && other.isWithoutBody)
    }

    /// Whether it is a GET, of which there is nothing but the host to sign.
    package var isWithoutBody: Bool {
        switch self {
        case .userGroups, .skilledAgents: true
        case .userGroupMembers, .skills, .signedInAgents: false
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
    var callKinds: Set<GroupCallKind> {
        switch self {
        case .file: []
        case .userGroups: [.userGroups, .userGroupMembers]
        case .skillQueues: [.skills, .skilledAgents]
        case .signedInAgents: [.skills, .signedInAgents]
        }
    }
}
