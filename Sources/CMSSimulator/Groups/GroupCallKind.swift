/// The calls about groups, skills and their members (contract section 3).
package enum GroupCallKind: String, CaseIterable, Hashable, Sendable {
    /// `queryallccgroup`: all user groups.
    case userGroups
    /// `querygroupmemberbycondition`: a page of a user group's members.
    case userGroupMembers
    /// `configures/skills`: all skills.
    case skills
    /// `configures/agents`: a page of all agents with their skills.
    case skilledAgents
    /// `agentsinskill`: the agents signed in to skills.
    case signedInAgents

    /// The call a path belongs to.
    init?(path: String) {
        let call = Self.allCases.first { call in
            guard !call.pathParameters.isEmpty else { return path == call.path }
            return path.hasPrefix(call.path + "/")
                && call.values(in: path).count == call.pathParameters.count
        }
        guard let call else { return nil }
        self = call
    }

    /// The path, up to the parameters in it.
    package var path: String {
        let place =
            switch self {
            case .userGroups: "qcrelationconf/queryallccgroup"
            case .userGroupMembers: "qcrelationconf/querygroupmemberbycondition"
            case .skills: "configures/skills"
            case .skilledAgents: "configures/agents"
            case .signedInAgents: "realindex/agent/agentsinskill"
            }
        return "/rest/cmsapp/v1/openapi/\(place)"
    }

    /// The parameters that follow in the path; the other calls have theirs in the body.
    var pathParameters: [String] {
        switch self {
        case .userGroups: ["ccId", "vdn"]
        case .skilledAgents: ["ccId", "vdn", "offset", "limit"]
        case .userGroupMembers, .skills, .signedInAgents: []
        }
    }

    /// The only method there is.
    var method: String { pathParameters.isEmpty ? "POST" : "GET" }

    /// The texts that stand for the path's parameters.
    func values(in path: String) -> [Substring] {
        path.dropFirst(self.path.count + 1).split(separator: "/", omittingEmptySubsequences: false)
    }
}
