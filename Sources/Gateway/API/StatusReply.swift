internal import NIOCore
internal import Roster
internal import StatusEngine

/// Renders answers of the status routes for one request.
struct StatusReply: Sendable {
    /// The id shown in problems.
    let requestID: String
    /// The route, for the metrics.
    let route: RouteLabel
    /// What caches are told.
    let policy: CachePolicy
    /// What the client has already.
    var condition = IfNoneMatch.nothing
    /// Whether the answer can be asked for again by its URL alone, so that caches may keep it.
    var isRepeatable = true

    /// About what a roll-up takes, in bytes.
    static let statusCapacity = 1_024

    /// About what so many agents take, in bytes.
    static func listCapacity(_ count: Int, named: Bool) -> Int {
        64 + count * (JSONWriter.agentCapacity + (named ? ShownName.capacity : 0))
    }

    /// One agent, or the problem that there is nothing to say of it.
    func agent(_ answer: Answer, _ view: AgentView) -> Response {
        switch answer.readings.first {
        case .observed(let agent, let freshness):
            let name = ShownName(of: agent.id, among: view.names, view.fields)
            var variant = view.fields.fingerprint
            variant.add(name)
            variant.add(groups: view.groups)
            let tag = EntityTag(answer.readings, variant: variant)
            return json(answer, tag, capacity: JSONWriter.agentCapacity) {
                $0.agent(agent, freshness, view.fields, named: name, in: view.groups)
            }
        case .missing(let id, .notReported):
            let detail = "The CMS did not report agent \(id)."
            return problem(Problem(.agentNotReported, detail), answer)
        case .missing(_, .trouble(let trouble)):
            return problem(Problem(trouble, retryAfter: answer.retryAfter), answer)
        case nil:
            return problem(Problem(.cmsUnavailable, retryAfter: answer.retryAfter), answer)
        }
    }

    /// The contract.
    func contract() -> Response {
        let contract = Response.contract
        return .conditional(
            contract.contentType ?? "",
            policy.fields(forSettled: Self.contractTag),
            unless: condition,
            route: route
        ) { contract.body }
    }

    private static let contractTag = EntityTag(of: Response.contract.body)

    /// The problem to name where none of the agents could be asked about.
    ///
    /// As soon as something is known of one of them, and be it that the CMS does not report it, the
    /// list is the answer.
    func totalFailure(of answer: Answer) -> Problem? {
        answer.summary.totalFailure.map { Problem($0, retryAfter: answer.retryAfter) }
    }

    /// A problem that has nothing to do with an answer about agents.
    func problem(_ problem: Problem) -> Response {
        problem.response(requestID: requestID, route: route)
    }

    /// A problem that an answer about agents comes down to.
    func problem(_ problem: Problem, _ answer: Answer) -> Response {
        var response = self.problem(problem)
        response.caching = policy.fields(forProblem: answer)
        return response
    }

    /// An answer about agents, written only where the client has it not already.
    func json(
        _ answer: Answer,
        _ tag: EntityTag,
        capacity: Int,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        let fields = policy.fields(for: answer, tag: isRepeatable ? tag : nil)
        return .conditional("application/json", fields, unless: condition, route: route) {
            var json = JSONWriter(capacity: capacity)
            write(&json)
            return json.buffer
        }
    }

    /// An answer that needs no agent, written only where the client has it not already.
    func settled(
        _ tag: EntityTag,
        capacity: Int,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        let fields = policy.fields(forSettled: tag)
        return .conditional("application/json", fields, unless: condition, route: route) {
            var json = JSONWriter(capacity: capacity)
            write(&json)
            return json.buffer
        }
    }
}
