internal import Roster

/// What of the contact centre a request is about, as far as access goes.
enum Reach: Hashable, Sendable {
    /// Nothing of it.
    case none
    /// The names of a VDN's groups.
    case names(VDN)
    /// Agents of a VDN.
    case agents(VDN, [AgentID])
    /// A group of a VDN, known or not.
    case group(VDN, String)
    /// All agents of a VDN that are known of.
    case everybody(VDN)

    /// What an endpoint is about.
    init(_ endpoint: Endpoint) {
        switch endpoint {
        case .health, .openAPI: self = .none
        case .groups(let vdn, _): self = .names(vdn)
        case .vdnStatus(let vdn): self = .everybody(vdn)
        case .agent(let vdn, let id): self = .agents(vdn, [id])
        case .agents(let vdn, let ids): self = .agents(vdn, ids)
        case .group(let vdn, let name, _): self = .group(vdn, name)
        }
    }

    /// Whose agents, where it is about any.
    var vdn: VDN? {
        switch self {
        case .none: nil
        case .names(let vdn), .agents(let vdn, _), .group(let vdn, _), .everybody(let vdn): vdn
        }
    }
}
