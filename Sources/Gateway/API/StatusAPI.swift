internal import NIOHTTP1
package import Roster
package import StatusEngine

/// The routes clients use: agents, groups, the contract, and whether we live.
package struct StatusAPI: Responder {
    private let router: Router
    private let settings: GatewaySettings
    private let policy: CachePolicy
    private let directory: GroupDirectory
    /// The names of agents, of those VDNs where they are kept.
    private let names: [VDN: AgentNames]
    /// The groups of each agent, where they are shown.
    private let agentGroups: [VDN: AgentGroups]
    private let source: any StatusSource
    private let now: @Sendable () -> Timestamp
    private let accessPolicy: AccessPolicy
    private let access: AccessControl?

    /// Creates the routes over a group directory and whoever knows how agents stand.
    ///
    /// Without access control, or where its policy limits nothing, everybody may ask everything.
    package init(
        settings: GatewaySettings,
        groups: GroupDirectory,
        source: any StatusSource,
        now: @escaping @Sendable () -> Timestamp,
        accessPolicy: AccessPolicy = .open,
        access: AccessControl? = nil
    ) {
        router = Router(settings: settings)
        self.settings = settings
        policy = CachePolicy(settings)
        directory = groups
        names = settings.vdns.reduce(into: [:]) { $0[$1] = groups.names(in: $1) }
        agentGroups = (settings.showsGroupsOfAgents ? settings.vdns : [])
            .reduce(into: [:]) { $0[$1] = AgentGroups(groups.groups(in: $1)) }
        self.source = source
        self.now = now
        self.accessPolicy = accessPolicy
        self.access = accessPolicy == .open ? nil : access
    }

    /// Answers; from memory at once, on the thread that asks.
    package func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        let match = router.match(request)
        guard let access else {
            return respond(to: request, router.read(request, as: match), deliver: deliver)
        }
        var visit = access.receive(request, match, under: accessPolicy)
        if let refused = visit.refused { return .now(refused) }
        let routed = router.read(request, as: match)
        let reach = routed.reach
        access.admit(&visit, to: reach, agents: agentCount(reach))
        if let refused = visit.refused { return .now(refused) }
        let scope = visit.scope
        return access.watch(visit, deliver: deliver) { deliver in
            respond(to: request, routed, scope: scope, deliver: deliver)
        }
    }

    /// How many agents a request is about.
    private func agentCount(_ reach: Reach) -> Int {
        switch reach {
        case .none, .names: 0
        case .agents(_, let ids): ids.count
        case .group(let vdn, let name): directory.group(named: name, in: vdn)?.ids.count ?? 0
        case .everybody(let vdn): directory.everybody(in: vdn).count
        }
    }

    private func respond(
        to request: Request,
        _ routed: Routed,
        scope: AccessScope = .everything,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        switch routed.outcome {
        case .problem(let problem):
            return .now(problem.response(requestID: request.id, route: routed.label))
        case .options(let allow): return .now(.options(allow: allow, route: routed.label))
        case .endpoint(let endpoint):
            let asker = Asker(
                terms: AskingTerms(request, settings: settings),
                options: routed.options,
                reply: StatusReply(
                    requestID: request.id,
                    route: routed.label,
                    policy: policy,
                    condition: request.has(.ifNoneMatch) ? IfNoneMatch(request.headers) : .nothing,
                    isRepeatable: request.method != .POST
                ),
                scope: scope,
                deliver: deliver,
                id: request.asker
            )
            return respond(to: endpoint, asker)
        }
    }

    /// Who asks: one request, understood.
    private struct Asker: Sendable {
        let terms: AskingTerms
        let options: ListOptions
        let reply: StatusReply
        let scope: AccessScope
        let deliver: @Sendable (Response) -> Void
        let id: AskerID?
    }

    private func respond(to endpoint: Endpoint, _ asker: Asker) -> Responded {
        let reply = asker.reply
        switch endpoint {
        case .health: return .now(.healthy)
        case .openAPI: return .now(reply.contract())
        case .groups(let vdn, let choice):
            let groups = asker.scope.visible(directory.groups(in: vdn)).filter(choice.shows)
            return .now(reply.groups(groups, awaiting: lacking(in: vdn)))
        case .agent(let vdn, let id):
            let view = view(of: id, in: vdn, asker)
            return ask(vdn, [id], asker, JSONWriter.agentCapacity) { answer in
                reply.agent(answer, view)
            }
        case .agents(let vdn, let ids): return list(vdn, ids, isOfGroup: false, asker)
        case .group(let vdn, let name, let aspect):
            guard let group = directory.group(named: name, in: vdn) else {
                let awaited = inOrder(directory.awaited(for: name, in: vdn))
                return .now(reply.unknownGroup(name, in: vdn, awaiting: awaited))
            }
            return respond(to: aspect, of: group, in: vdn, asker)
        case .vdnStatus(let vdn): return rollUp(vdn, asker)
        }
    }

    /// The sources of which not all is known yet, in the order of precedence.
    private func lacking(in vdn: VDN) -> [Group.Source] {
        inOrder(directory.lacking(in: vdn))
    }

    private func inOrder(_ sources: Set<Group.Source>) -> [Group.Source] {
        Group.Source.allCases.filter(sources.contains)
    }

    private func view(of id: AgentID, in vdn: VDN, _ asker: Asker) -> AgentView {
        var view = AgentView(fields: asker.options.fields, names: names[vdn])
        if view.fields.contains(.groups), let groups = agentGroups[vdn]?.groups(of: id) {
            view.groups = asker.scope.visible(groups).map(\.name)
        }
        return view
    }

    private func rollUp(_ vdn: VDN, _ asker: Asker) -> Responded {
        let (ids, awaited) = (directory.everybody(in: vdn), lacking(in: vdn))
        let reply = asker.reply
        guard !ids.isEmpty || awaited.isEmpty else {
            return .now(reply.unknownAgents(of: vdn, awaiting: awaited))
        }
        return ask(vdn, ids, in: .rollUp, asker, StatusReply.statusCapacity) { answer in
            reply.status(answer, of: vdn, awaiting: awaited)
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
            ask(vdn, group.ids, in: .rollUp, asker, StatusReply.statusCapacity) { answer in
                reply.status(answer, of: group)
            }
        case .agents: list(vdn, group.ids, isOfGroup: true, asker)
        }
    }

    private func list(
        _ vdn: VDN,
        _ ids: [AgentID],
        isOfGroup: Bool,
        _ asker: Asker
    ) -> Responded {
        let listing = Listing(
            vdn: vdn,
            ids: ids,
            isOfGroup: isOfGroup,
            options: asker.options,
            names: names[vdn],
            source: source
        )
        let reply = asker.reply
        return ask(vdn, ids, asker, listing.expectedBytes) { answer in
            reply.list(answer, listing)
        }
    }

    /// Asks, and renders what comes: at once here, or later wherever the answer is delivered.
    private func ask(
        _ vdn: VDN,
        _ ids: [AgentID],
        in form: AnswerForm = .readings,
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
            maximumAge: terms.maximumAge,
            maximumStale: terms.maximumStale,
            isOnlyCached: terms.isOnlyCached,
            asker: asker.id,
            form: form
        )
        let asked = source.ask(question) { answer in
            deliver(terms.mark(render(answer)).given(by: answer))
        }
        switch asked {
        case .answered(let answer): return .now(terms.mark(render(answer)).given(by: answer))
        case .waiting(let ticket):
            let (source, route) = (source, asker.reply.route)
            return .later(
                expectedBytes: expectedBytes,
                mark: { $0.of(route) },
                withdraw: { source.withdraw(ticket) }
            )
        }
    }
}
