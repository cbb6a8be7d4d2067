internal import Roster

/// A path recognized by its shape; what it names is not looked at yet.
enum RoutePattern: Hashable {
    /// `/agents/{id}`
    case agent(String)
    /// `/agents`
    case agents
    /// `/groups`
    case groups
    /// `/groups/{name}` and what is below it.
    case group(String, Endpoint.GroupAspect)
    /// `/healthz`
    case health
    /// `/openapi.yaml`
    case openAPI

    /// Recognizes a path below a VDN, or the default VDN's.
    init?(belowVDN segments: ArraySlice<String>) {
        guard let first = segments.first, !segments.contains("") else { return nil }
        let rest = segments.dropFirst()
        switch (first, rest.count) {
        case ("agents", 0): self = .agents
        case ("agents", 1): self = .agent(rest[rest.startIndex])
        case ("groups", 0): self = .groups
        case ("groups", 1): self = .group(rest[rest.startIndex], .members)
        case ("groups", 2): self.init(group: rest[rest.startIndex], rest[rest.startIndex + 1])
        default: return nil
        }
    }

    /// Recognizes a path that belongs to no VDN.
    init?(outsideVDN segments: [String]) {
        switch segments {
        case ["healthz"]: self = .health
        case ["openapi.yaml"]: self = .openAPI
        default: return nil
        }
    }

    private init?(group name: String, _ aspect: String) {
        switch aspect {
        case "status": self = .group(name, .status)
        case "agents": self = .group(name, .agents)
        default: return nil
        }
    }

    /// The route, for the metrics.
    var label: RouteLabel {
        switch self {
        case .agent: .agent
        case .agents: .agents
        case .groups: .groups
        case .group(_, .members): .group
        case .group(_, .status): .groupStatus
        case .group(_, .agents): .groupAgents
        case .health: .health
        case .openAPI: .openAPI
        }
    }

    /// The query parameters the route takes.
    var parameters: Set<String> {
        self == .agents ? ["ids"] : []
    }
}
