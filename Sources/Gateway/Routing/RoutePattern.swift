internal import NIOHTTP1
internal import Roster

/// A path recognized by its shape; what it names is not looked at yet.
enum RoutePattern: Hashable, Sendable {
    /// `/agents/{id}`
    case agent(String)
    /// `/agents`
    case agents
    /// `/agents/query`; `query` is no agent id.
    case agentQuery
    /// `/groups`
    case groups
    /// `/groups/{name}` and what is below it.
    case group(String, Endpoint.GroupAspect)
    /// `/vdn/status`
    case vdnStatus
    /// `/healthz`
    case health
    /// `/openapi.yaml`
    case openAPI

    /// Recognizes a path below a VDN, or the default VDN's.
    init?(belowVDN segments: ArraySlice<String>) {
        guard let first = segments.first, segments.allSatisfy({ !$0.isEmpty }) else { return nil }
        let rest = segments.dropFirst()
        switch (first, rest.count) {
        case ("agents", 0): self = .agents
        case ("agents", 1) where rest.first == "query": self = .agentQuery
        case ("agents", 1): self = .agent(rest[rest.startIndex])
        case ("groups", 0): self = .groups
        case ("groups", 1): self = .group(rest[rest.startIndex], .members)
        case ("groups", 2): self.init(group: rest[rest.startIndex], rest[rest.startIndex + 1])
        case ("vdn", 1) where rest.first == "status": self = .vdnStatus
        default: return nil
        }
    }

    /// Recognizes a path that belongs to no VDN.
    init?(outsideVDN segments: [String]) {
        guard segments.count == 1 else { return nil }
        switch segments[0] {
        case "healthz": self = .health
        case "openapi.yaml": self = .openAPI
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
        case .agentQuery: .agentQuery
        case .groups: .groups
        case .group(_, .members): .group
        case .group(_, .status): .groupStatus
        case .group(_, .agents): .groupAgents
        case .vdnStatus: .vdnStatus
        case .health: .health
        case .openAPI: .openAPI
        }
    }

    // Constants, so that a request makes none of them anew.
    private static let reading: [HTTPMethod] = [.GET, .HEAD]
    private static let querying: [HTTPMethod] = [.POST]
    private static let agentParameters: Set<String> = ["fields"]
    private static let idParameters = ListOptions.parameters.union(["ids"])

    /// The methods the route has beside OPTIONS.
    var methods: [HTTPMethod] {
        self == .agentQuery ? Self.querying : Self.reading
    }

    /// All methods the route has, for `Allow`.
    var allow: String {
        (methods + [.OPTIONS]).map(\.rawValue).joined(separator: ", ")
    }

    /// The query parameters the route takes.
    var parameters: Set<String> {
        switch self {
        case .agent: Self.agentParameters
        case .agents: Self.idParameters
        case .groups: GroupChoice.parameters
        case .group(_, .agents): ListOptions.parameters
        default: []
        }
    }

    /// Whether the answer is a list of agents, which can be had in several formats.
    var isList: Bool {
        switch self {
        case .agents, .agentQuery, .group(_, .agents): true
        default: false
        }
    }
}
