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
    static func listCapacity(_ count: Int) -> Int {
        64 + count * JSONWriter.agentCapacity
    }

    /// One agent, or the problem that there is nothing to say of it.
    func agent(_ answer: Answer, _ fields: AgentFields) -> Response {
        switch answer.readings.first {
        case .observed(let agent, let freshness):
            let tag = EntityTag(answer.readings, variant: fields.fingerprint)
            return json(answer, tag, capacity: JSONWriter.agentCapacity) {
                $0.agent(agent, freshness, fields)
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

    /// Many agents, or the problem that left nothing to say of any.
    func list(_ answer: Answer, _ options: ListOptions) -> Response {
        if let problem = totalFailure(of: answer) {
            return self.problem(problem, answer)
        }
        let tag = EntityTag(answer.readings, shown: options)
        let capacity = Self.listCapacity(answer.readings.count)
        return json(answer, tag, capacity: capacity) { $0.list(answer.readings, options) }
    }

    /// A group's roll-up, or the problem that left nothing to roll up.
    func status(_ answer: Answer, of group: Group) -> Response {
        if let problem = totalFailure(of: answer) {
            return self.problem(problem, answer)
        }
        let status = answer.rollUp ?? GroupStatus(answer.readings, now: answer.at)
        let tag = EntityTag(status, variant: Fingerprint())
        return json(answer, tag, capacity: Self.statusCapacity) {
            $0.status(status, of: group.name)
        }
    }

    /// The groups of a VDN.
    func groups(_ groups: [Group]) -> Response {
        settled(capacity: 32 + groups.count * 64) { $0.groups(groups) }
    }

    /// A group and its members.
    func group(_ group: Group) -> Response {
        settled(capacity: 128 + group.members.ranges.count * 16) { $0.group(group) }
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

    /// The problem that there is no such group.
    func unknownGroup(_ name: String, in vdn: VDN) -> Response {
        problem(Problem(.unknownGroup, "VDN \(vdn) has no group \(Excerpt(name))."))
    }

    /// The problem to name where none of the agents could be asked about.
    ///
    /// As soon as something is known of one of them, and be it that the CMS does not report it, the
    /// list is the answer.
    func totalFailure(of answer: Answer) -> Problem? {
        answer.summary.totalFailure.map { Problem($0, retryAfter: answer.retryAfter) }
    }

    private func problem(_ problem: Problem) -> Response {
        problem.response(requestID: requestID, route: route)
    }

    /// A problem that an answer about agents comes down to.
    func problem(_ problem: Problem, _ answer: Answer) -> Response {
        var response = self.problem(problem)
        response.caching = policy.fields(forProblem: answer)
        return response
    }

    /// An answer about agents, written only where the client has it not already.
    private func json(
        _ answer: Answer,
        _ tag: EntityTag,
        capacity: Int,
        _ write: (inout JSONWriter) -> Void
    ) -> Response {
        let fields =
            isRepeatable
            ? policy.fields(for: answer, tag: tag) : policy.fields(forPassing: answer)
        return .conditional("application/json", fields, unless: condition, route: route) {
            var json = JSONWriter(capacity: capacity)
            write(&json)
            return json.buffer
        }
    }

    /// An answer from the settings: small, and tagged by its bytes.
    private func settled(capacity: Int, _ write: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter(capacity: capacity)
        write(&json)
        let body = json.buffer
        let fields = policy.fields(forSettled: EntityTag(of: body))
        return .conditional("application/json", fields, unless: condition, route: route) { body }
    }
}
