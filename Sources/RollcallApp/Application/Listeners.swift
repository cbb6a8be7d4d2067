internal import Gateway
internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

/// The gateway's listener and the admin listener.
struct Listeners {
    let gateway: ListenerService
    let admin: ListenerService
    /// What answers the gateway's requests, as settings and groups change.
    let answers: ResponderKeeper

    init(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        connections: Int,
        observation: Observation
    ) {
        let isStopping = Flag()
        var limits = settings.limits
        limits.maximumConnections = connections
        let clock = surroundings.clock
        let access = AccessControl(now: { clock.now.instant })
        answers = ResponderKeeper(
            settings,
            logger: surroundings.logger,
            learnt: { [status = scrape.status] in status.learntGroups },
            onGroups: surroundings.onGroups,
            make: Self.responder(surroundings, scrape, access)
        )
        let responder = answers.responder
        gateway = Self.gateway(
            settings,
            limits,
            surroundings,
            scrape,
            observation,
            isStopping,
            responder
        )
        admin = Self.admin(settings, surroundings, scrape, observation, isStopping)
    }

    /// Makes what answers the gateway's requests; done again when settings or groups change.
    ///
    /// What clients have used up of their limits still counts then.
    private static func responder(
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        _ access: AccessControl
    ) -> @Sendable (Settings) -> any Responder {
        let clock = surroundings.clock
        return { settings in
            var gateway = settings.gateway
            gateway.timeToLive = settings.engine.timeToLive
            return StatusAPI(
                settings: gateway,
                groups: settings.groups,
                source: scrape.status,
                now: { clock.wall },
                accessPolicy: settings.access,
                access: access
            )
        }
    }

    private static func gateway(
        _ settings: Settings,
        _ limits: HTTPLimits,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        _ observation: Observation,
        _ isStopping: Flag,
        _ responder: ReplaceableResponder
    ) -> ListenerService {
        let (clock, supervisor) = (surroundings.clock, surroundings.supervisor)
        let server = HTTPServer(
            address: settings.listen,
            limits: limits,
            tls: settings.listenTLS,
            responder: observation.following(responder),
            eventLoopGroup: surroundings.eventLoopGroup,
            observer: observation.watching(with: scrape.metrics),
            now: { clock.wall },
            seed: surroundings.seed,
            trustedProxies: settings.trustedProxies,
            onAcceptPause: onAcceptPause("gateway", surroundings, scrape.metrics)
        )
        return ListenerService(
            "gateway",
            address: settings.listen,
            server: server,
            grace: settings.gracePeriod,
            logger: surroundings.logger,
            drain: DrainDelay(settings.operation.drainDelay, ticks: surroundings.ticks),
            onStop: {
                isStopping.raise()
                supervisor.notify(.stopping)
            },
            onGraceEnd: { [status = scrape.status] in status.turnAway() }
        )
    }

    private static func admin(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        _ observation: Observation,
        _ isStopping: Flag
    ) -> ListenerService {
        let clock = surroundings.clock
        let sources = settings.engine.groups.intervals.keys
        let awaited = AwaitedGroups(sources, from: clock.now.instant)
        let probe = Self.probe(settings, scrape.status)
        let api = AdminAPI(
            metrics: { scrape.text },
            readiness: readiness(clock, scrape.status, observation, isStopping, awaited, probe)
        )
        let server = HTTPServer(
            address: settings.admin,
            limits: HTTPLimits(maximumConnections: ConnectionRoom.adminConnections),
            tls: nil,
            responder: api,
            eventLoopGroup: surroundings.eventLoopGroup,
            observer: UnobservedListener(),
            now: { clock.wall },
            seed: surroundings.seed,
            onAcceptPause: onAcceptPause("admin listener", surroundings, scrape.metrics)
        )
        return ListenerService(
            "admin listener",
            address: settings.admin,
            server: server,
            grace: .seconds(1),
            logger: surroundings.logger
        )
    }

    /// Makes what tells that a listener can accept nothing for a while.
    private static func onAcceptPause(
        _ name: String,
        _ surroundings: Application.Surroundings,
        _ metrics: RollcallMetrics
    ) -> @Sendable (AcceptTrouble) -> Void {
        let logger = surroundings.logger
        return { trouble in
            metrics.count(.httpAcceptPauses, trouble.rawValue)
            logger.error(
                "No connection can be accepted for now; rollcall tries again every second.",
                metadata: ["listener.name": "\(name)", "accept.lacks": "\(trouble.rawValue)"]
            )
        }
    }

    /// Makes what says whether requests should come here.
    private static func readiness(
        _ clock: any EngineClock,
        _ status: StatusService,
        _ observation: Observation,
        _ isStopping: Flag,
        _ awaited: AwaitedGroups,
        _ probe: @escaping @Sendable () -> Void
    ) -> @Sendable () -> ReadinessReport {
        // Several may ask at once, and each takes note of what has been read.
        let awaited = Mutex(awaited)
        return {
            let gauges = status.gauges
            let untried = gauges.groupSources.filter(\.isUntried).map(\.source)
            let readiness = Readiness(
                hasStarted: observation.hasStarted.isUp,
                isStopping: isStopping.isUp,
                refusal: gauges.refusal,
                lockOut: gauges.lockOut,
                awaited: awaited.withLock { $0.awaited(of: untried, at: clock.now.instant) },
                standing: observation.standing.current,
                now: clock.wall
            )
            if readiness.wantsProbe, gauges.callsInFlight == 0 { probe() }
            return readiness.report
        }
    }

    /// Makes what asks a question for nobody, so that a call may leave.
    private static func probe(
        _ settings: Settings,
        _ status: StatusService
    ) -> @Sendable () -> Void {
        guard let vdn = settings.gateway.vdns.first else { return {} }
        let wait = settings.gateway.defaultWait
        let question = Question(vdn: vdn, ids: [Prober.agent(settings)], wait: wait)
        return { _ = status.ask(question) { _ in } }
    }
}

/// The admin listener's own requests are not counted among the gateway's.
private struct UnobservedListener: HTTPObserver {
    func observe(_ event: HTTPEvent) {}
}
