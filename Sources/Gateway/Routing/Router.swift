internal import NIOHTTP1
internal import Roster

/// Finds what a request asks for.
///
/// The path is recognized first, then the method, then what path, query and body name: so a wrong
/// method on a known path is always 405. Between the two steps it is decided whether the client may
/// ask at all, before the work of reading what it names.
struct Router: Sendable {
    /// The methods some route has.
    private static let allow = "GET, HEAD, POST, OPTIONS"
    private static let standardMethods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "QUERY", "TRACE",
    ]

    private let defaultVDN: VDN?
    private let vdns: Set<VDN>
    private let maximumIDs: Int

    /// Creates a router for the VDNs of the settings.
    init(settings: GatewaySettings) {
        defaultVDN = settings.vdns.first
        vdns = Set(settings.vdns)
        maximumIDs = settings.maximumIDsPerRequest
    }

    /// Finds what the request asks for.
    func route(_ request: Request) -> Routed { read(request, as: match(request)) }

    /// Finds the route by path and method.
    func match(_ request: Request) -> RouteMatch {
        guard request.path != "*" else {
            return RouteMatch(label: .none, outcome: .options(allow: Self.allow))
        }
        var label = RouteLabel.none
        do throws(Problem) {
            let (pattern, vdn) = try recognize(request.path)
            label = pattern.label
            if request.method == .OPTIONS {
                return RouteMatch(label: label, outcome: .options(allow: pattern.allow))
            }
            try check(request.method, on: pattern)
            return RouteMatch(label: label, outcome: .pattern(pattern, vdn: vdn))
        } catch {
            return RouteMatch(label: label, outcome: .problem(error))
        }
    }

    /// Reads what the request names: VDN, query, ids and body.
    func read(_ request: Request, as match: RouteMatch) -> Routed {
        switch match.outcome {
        case .options(let allow):
            return Routed(label: match.label, outcome: .options(allow: allow))
        case .problem(let problem):
            return Routed(label: match.label, outcome: .problem(problem))
        case .pattern(let pattern, let vdn):
            do throws(Problem) {
                let known = pattern.parameters
                let query = try QueryParameters(parsing: request.query, known: known)
                return try routed(pattern, vdn: try self.vdn(vdn), query: query, request: request)
            } catch {
                return Routed(label: match.label, outcome: .problem(error))
            }
        }
    }

    /// The shape of the path, and the VDN's text where it names one.
    private func recognize(_ path: String) throws(Problem) -> (RoutePattern, String?) {
        let segments = try PathSegments(parsing: path).all
        if let pattern = RoutePattern(outsideVDN: segments) { return (pattern, nil) }
        let namesVDN = segments.count > 2 && segments[0] == "vdns" && !segments[1].isEmpty
        guard let pattern = RoutePattern(belowVDN: segments[(namesVDN ? 2 : 0)...]) else {
            throw Problem(.noSuchRoute, "There is nothing at the path \(Excerpt(path)).")
        }
        return (pattern, namesVDN ? segments[1] : nil)
    }

    private func check(_ method: HTTPMethod, on pattern: RoutePattern) throws(Problem) {
        guard !pattern.methods.contains(method) else { return }
        guard Self.standardMethods.contains(method.rawValue) else {
            throw Problem(.notImplemented, "The method is not known here.")
        }
        let detail = "The methods of this path are \(pattern.allow)."
        throw Problem(.methodNotAllowed, detail, allow: pattern.allow)
    }

    private func vdn(_ text: String?) throws(Problem) -> VDN {
        let vdn = text.map { text in vdns.first { $0.description == text } } ?? defaultVDN
        guard let vdn else {
            throw Problem(.unknownVDN, "There is no VDN \(Excerpt(text ?? "")) here.")
        }
        return vdn
    }

    private func routed(
        _ pattern: RoutePattern,
        vdn: VDN,
        query: QueryParameters,
        request: Request
    ) throws(Problem) -> Routed {
        var options = try ListOptions(query)
        let endpoint: Endpoint
        switch pattern {
        case .agentQuery:
            let asked = try AgentQuery(request, limit: maximumIDs)
            endpoint = .agents(vdn, asked.ids)
            options = asked.options
        case .agent(let text): endpoint = .agent(vdn, try id(text))
        case .agents: endpoint = .agents(vdn, try ids(query["ids"]))
        case .groups: endpoint = .groups(vdn, try GroupChoice(query))
        case .group(let name, let aspect): endpoint = .group(vdn, name, aspect)
        case .vdnStatus: endpoint = .vdnStatus(vdn)
        case .health: endpoint = .health
        case .openAPI: endpoint = .openAPI
        }
        if pattern.isList { options.format = try ListFormat(accepting: request.headers) }
        return Routed(label: pattern.label, outcome: .endpoint(endpoint), options: options)
    }

    private func id(_ text: String) throws(Problem) -> AgentID {
        do throws(AgentIDError) {
            return try AgentID(parsing: text)
        } catch {
            throw Problem(error)
        }
    }

    private func ids(_ text: String?) throws(Problem) -> [AgentID] {
        guard let text else {
            throw Problem(.invalidParameter, "The parameter 'ids' is missing.")
        }
        return try AgentIDList(parsing: text, limit: maximumIDs).ids
    }
}
