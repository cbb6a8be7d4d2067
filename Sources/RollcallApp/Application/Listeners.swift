internal import Gateway
internal import StatusEngine

/// The gateway's listener and the admin listener.
struct Listeners {
    let gateway: ListenerService
    let admin: ListenerService

    init(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        observation: Observation
    ) {
        let isStopping = Flag()
        gateway = Self.gateway(settings, surroundings, scrape, observation, isStopping)
        admin = Self.admin(settings, surroundings, scrape, observation, isStopping)
    }

    private static func gateway(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        _ observation: Observation,
        _ isStopping: Flag
    ) -> ListenerService {
        let clock = surroundings.clock
        var gateway = settings.gateway
        gateway.freshness = FreshnessPeriods(settings.engine)
        let api = StatusAPI(
            settings: gateway,
            groups: settings.groups,
            source: scrape.status,
            now: { clock.now.wall },
            access: settings.access == .open
                ? nil : AccessControl(settings.access, now: { clock.now.instant })
        )
        let server = HTTPServer(
            address: settings.listen,
            limits: settings.limits,
            tls: settings.listenTLS,
            responder: observation.following(api),
            eventLoopGroup: surroundings.eventLoopGroup,
            observer: observation.watching(with: scrape.metrics),
            now: { clock.now.wall },
            seed: surroundings.seed,
            trustedProxies: settings.trustedProxies
        )
        return ListenerService(
            "gateway",
            address: settings.listen,
            server: server,
            grace: settings.gracePeriod,
            logger: surroundings.logger,
            onStop: { isStopping.raise() },
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
        let (clock, status) = (surroundings.clock, scrape.status)
        let api = AdminAPI(
            metrics: { scrape.text },
            readiness: {
                let gauges = status.gauges
                return Readiness(
                    hasStarted: observation.hasStarted.isUp,
                    isStopping: isStopping.isUp,
                    refusal: gauges.refusal,
                    probeAt: gauges.lockOut?.probeAt,
                    standing: observation.standing.current
                )
                .reasons
            }
        )
        let server = HTTPServer(
            address: settings.admin,
            limits: HTTPLimits(),
            tls: nil,
            responder: api,
            eventLoopGroup: surroundings.eventLoopGroup,
            observer: UnobservedListener(),
            now: { clock.now.wall },
            seed: surroundings.seed
        )
        return ListenerService(
            "admin listener",
            address: settings.admin,
            server: server,
            grace: .seconds(1),
            logger: surroundings.logger
        )
    }
}

/// The admin listener's own requests are not counted among the gateway's.
private struct UnobservedListener: HTTPObserver {
    func observe(_ event: HTTPEvent) {}
}
