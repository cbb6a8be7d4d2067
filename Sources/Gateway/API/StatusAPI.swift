package import Roster
package import StatusEngine

/// The routes clients use: agents, groups, the contract, and whether we live.
package struct StatusAPI: Responder {
    private let router: Router
    private let settings: GatewaySettings
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
        self.settings = settings
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
            let asker = Asker(
                terms: AskingTerms(request.headers, settings: settings),
                options: routed.options,
                reply: StatusReply(requestID: request.id, route: routed.label),
                deliver: deliver
            )
            return respond(to: endpoint, asker)
        }
    }

    /// Who asks: one request, understood.
    private struct Asker: Sendable {
        let terms: AskingTerms
        let options: ListOptions
        let reply: StatusReply
        let deliver: @Sendable (Response) -> Void
    }

    private func respond(to endpoint: Endpoint, _ asker: Asker) -> Responded {
        let reply = asker.reply
        switch endpoint {
        case .health: return .now(.healthy)
        case .openAPI: return .now(.contract)
        case .groups(let vdn): return .now(reply.groups(directory.groups(in: vdn)))
        case .agent(let vdn, let id):
            let fields = asker.options.fields
            return ask(vdn, [id], asker, JSONWriter.agentCapacity) { reply.agent($0, fields) }
        case .agents(let vdn, let ids): return list(vdn, ids, asker)
        case .group(let vdn, let name, let aspect):
            guard let group = directory.group(named: name, in: vdn) else {
                return .now(reply.unknownGroup(name, in: vdn))
            }
            return respond(to: aspect, of: group, in: vdn, asker)
        }
    }

    private func respond(
        to aspect: Endpoint.GroupAspect,
        of group: Group,
        in vdn: VDN,
        _ asker: Asker
    ) -> Responded {
        let reply = asker.reply
        return switch aspect {
        case .members: .now(reply.group(group))
        case .status:
            ask(vdn, group.ids, asker, StatusReply.statusCapacity) { reply.status($0, of: group) }
        case .agents: list(vdn, group.ids, asker)
        }
    }

    private func list(_ vdn: VDN, _ ids: [AgentID], _ asker: Asker) -> Responded {
        let listing = Listing(vdn: vdn, ids: ids, options: asker.options, source: source)
        let reply = asker.reply
        return ask(vdn, ids, asker, listing.expectedBytes) { reply.list($0, listing) }
    }

    /// Asks, and renders what comes: at once here, or later wherever the answer is delivered.
    private func ask(
        _ vdn: VDN,
        _ ids: [AgentID],
        _ asker: Asker,
        _ expectedBytes: Int,
        render: @escaping @Sendable (Answer) -> Response
    ) -> Responded {
        guard !ids.isEmpty else { return .now(render(Answer(readings: [], at: now()))) }
        let (terms, deliver) = (asker.terms, asker.deliver)
        let question = Question(
            vdn: vdn,
            ids: ids,
            wait: terms.wait,
            maximumAge: terms.maximumAge
        )
        switch source.ask(question, deliver: { deliver(terms.mark(render($0))) }) {
        case .answered(let answer): return .now(terms.mark(render(answer)))
        case .waiting(let ticket):
            let source = source
            return .later(expectedBytes: expectedBytes) { source.withdraw(ticket) }
        }
    }
}
