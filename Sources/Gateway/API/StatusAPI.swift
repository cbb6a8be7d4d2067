package import Roster
package import StatusEngine

/// The routes clients use: agents, groups, the contract, and whether we live.
package struct StatusAPI: Responder {
    private let router: Router
    private let wait: Duration
    private let directory: GroupDirectory
    private let source: any StatusSource
    private let now: @Sendable () -> Timestamp

    /// Creates the routes over a group directory and whoever knows how agents stand.
    package init(
        settings: GatewaySettings,
        groups: GroupDirectory,
        source: any StatusSource,
        now: @escaping @Sendable () -> Timestamp
    ) {
        router = Router(settings: settings)
        wait = settings.defaultWait
        directory = groups
        self.source = source
        self.now = now
    }

    /// Answers; from memory at once, on the thread that asks.
    package func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        let routed = router.route(request)
        switch routed.outcome {
        case .problem(let problem):
            return .now(problem.response(requestID: request.id, route: routed.label))
        case .options(let allow): return .now(.options(allow: allow, route: routed.label))
        case .endpoint(let endpoint):
            let reply = StatusReply(requestID: request.id, route: routed.label)
            return respond(to: endpoint, reply: reply, deliver: deliver)
        }
    }

    private func respond(
        to endpoint: Endpoint,
        reply: StatusReply,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        switch endpoint {
        case .health: return .now(.healthy)
        case .openAPI: return .now(.contract)
        case .groups(let vdn): return .now(reply.groups(directory.groups(in: vdn)))
        case .agent(let vdn, let id):
            return ask(vdn, [id], deliver) { reply.agent($0) }
        case .agents(let vdn, let ids):
            return ask(vdn, ids, deliver) { reply.list($0) }
        case .group(let vdn, let name, let aspect):
            guard let group = directory.group(named: name, in: vdn) else {
                return .now(reply.unknownGroup(name, in: vdn))
            }
            return respond(to: aspect, of: group, in: vdn, reply: reply, deliver: deliver)
        }
    }

    private func respond(
        to aspect: Endpoint.GroupAspect,
        of group: Group,
        in vdn: VDN,
        reply: StatusReply,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        switch aspect {
        case .members: .now(reply.group(group))
        case .status: ask(vdn, group.ids, deliver) { reply.status($0, of: group) }
        case .agents: ask(vdn, group.ids, deliver) { reply.list($0) }
        }
    }

    /// Asks, and renders what comes: at once here, or later wherever the answer is delivered.
    private func ask(
        _ vdn: VDN,
        _ ids: [AgentID],
        _ deliver: @escaping @Sendable (Response) -> Void,
        render: @escaping @Sendable (Answer) -> Response
    ) -> Responded {
        guard !ids.isEmpty else { return .now(render(Answer(readings: [], at: now()))) }
        let question = Question(vdn: vdn, ids: ids, wait: wait)
        switch source.ask(question, deliver: { deliver(render($0)) }) {
        case .answered(let answer): return .now(render(answer))
        case .waiting(let ticket):
            let source = source
            return .later(withdraw: { source.withdraw(ticket) })
        }
    }
}
