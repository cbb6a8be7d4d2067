internal import JSONScanning
package import Roster
package import StatusEngine

/// A call about groups (contract section 3).
package struct GroupRequest: CMSRequest, Hashable, Sendable {
    /// What all these paths begin with, behind the base URL's own (contract section 3).
    package static let root = "/rest/cmsapp/v1/openapi"

    /// How it is sent.
    package let method: CMSMethod
    /// The call's path behind the base URL's own.
    package let path: String
    /// The exact bytes, such as `{"ccId":1,"vdn":170}`; none with `GET`.
    package let body: [UInt8]

    /// Creates the call.
    /// - Parameters:
    ///   - ccID: the contact centre, 1-65535.
    ///   - vdn: the VDN whose groups they are.
    ///   - query: what it wants to learn.
    ///   - wrapped: the calls whose bodies are wrapped.
    package init(ccID: Int, vdn: VDN, query: GroupQuery, wrapped: Set<WrappableCall> = []) {
        let limit = GroupQuery.pageLimit
        let tenant = "\"ccId\":\(ccID),\"vdn\":\(vdn.number)"
        switch query {
        case .userGroups:
            self.init(getting: "/qcrelationconf/queryallccgroup/\(ccID)/\(vdn.number)")
        case .skilledAgents(let offset):
            self.init(getting: "/configures/agents/\(ccID)/\(vdn.number)/\(offset)/\(limit)")
        case .userGroupMembers(let group, let offset):
            let page = "\"limit\":\(limit),\"offset\":\(offset)"
            self.init(
                posting: "\(tenant),\"groupId\":\(group.jsonQuoted()),\(page)",
                to: "/qcrelationconf/querygroupmemberbycondition",
                isWrapped: wrapped.contains(.userGroupMembers)
            )
        case .skills:
            self.init(
                posting: tenant,
                to: "/configures/skills",
                isWrapped: wrapped.contains(.skills)
            )
        case .signedInAgents(let skills):
            let ids = skills.map(String.init).joined(separator: ",")
            self.init(
                posting: "\(tenant),\"skillIds\":[\(ids)]",
                to: "/realindex/agent/agentsinskill",
                isWrapped: wrapped.contains(.signedInAgents)
            )
        }
    }

    private init(getting path: String) {
        (method, self.path, body) = (.get, Self.root + path, [])
    }

    private init(posting members: String, to path: String, isWrapped: Bool) {
        let text = isWrapped ? "{\"queryParam\":{\(members)}}" : "{\(members)}"
        (method, self.path, body) = (.post, Self.root + path, Array(text.utf8))
    }
}
