internal import NIOCore
internal import Roster
internal import StatusEngine

/// Renders answers of the status routes for one request.
struct StatusReply: Sendable {
    /// The id shown in problems.
    let requestID: String
    /// The route, for the metrics.
    let route: RouteLabel

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
            return json(capacity: JSONWriter.agentCapacity) { $0.agent(agent, freshness, fields) }
        case .missing(let id, .notReported):
            return problem(Problem(.agentNotReported, "The CMS did not report agent \(id)."))
        case .missing(_, .trouble(let trouble)):
            return problem(Problem(trouble, retryAfter: answer.retryAfter))
        case nil:
            return problem(Problem(.cmsUnavailable, retryAfter: answer.retryAfter))
        }
    }

    /// Many agents, or the problem that left nothing to say of any.
    func list(_ answer: Answer, _ options: ListOptions) -> Response {
        if let problem = totalFailure(of: answer) { return self.problem(problem) }
        let capacity = Self.listCapacity(answer.readings.count)
        return json(capacity: capacity) { $0.list(answer.readings, options) }
    }

    /// A group's roll-up, or the problem that left nothing to roll up.
    func status(_ answer: Answer, of group: Group) -> Response {
        if let problem = totalFailure(of: answer) { return self.problem(problem) }
        let status = GroupStatus(answer.readings, now: answer.at)
        return json(capacity: Self.statusCapacity) { $0.status(status, of: group.name) }
    }

    /// The groups of a VDN.
    func groups(_ groups: [Group]) -> Response {
        json(capacity: 32 + groups.count * 64) { $0.groups(groups) }
    }

    /// A group and its members.
    func group(_ group: Group) -> Response {
        json(capacity: 128 + group.members.ranges.count * 16) { $0.group(group) }
    }

    /// The problem that there is no such group.
    func unknownGroup(_ name: String, in vdn: VDN) -> Response {
        problem(Problem(.unknownGroup, "VDN \(vdn) has no group \(Excerpt(name))."))
    }

    /// The problem to name where none of the agents could be asked about.
    ///
    /// As soon as something is known of one of them, and be it that the CMS does not report it, the
    /// list is the answer.
    func totalFailure(of answer: Answer) -> Problem? {
        var first: Trouble?
        for reading in answer.readings {
            guard case .missing(_, .trouble(let trouble)) = reading else { return nil }
            first = first ?? trouble
        }
        return first.map { Problem($0, retryAfter: answer.retryAfter) }
    }

    func problem(_ problem: Problem) -> Response {
        problem.response(requestID: requestID, route: route)
    }

    private func json(capacity: Int, _ write: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter(capacity: capacity)
        write(&json)
        return .ok("application/json", json.buffer, route: route)
    }
}
