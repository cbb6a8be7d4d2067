internal import Gateway
internal import StatusEngine

/// The gateway's listener and the admin listener.
struct Listeners {
    let gateway: ListenerService
    let admin: ListenerService
    /// What answers the gateway's requests.
    let responder: ReplaceableResponder
    /// Makes it anew from other settings.
    let makeResponder: @Sendable (Settings) -> any Responder

    init(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape
    ) {
        let isStopping = Flag()
        makeResponder = Self.responder(surroundings, scrape)
        responder = ReplaceableResponder(makeResponder(settings))
        gateway = Self.gateway(settings, surroundings, scrape, isStopping, responder)
        admin = Self.admin(settings, surroundings, scrape, isStopping)
    }

    /// Makes what answers the gateway's requests; a reload does it again.
    private static func responder(
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape
    ) -> @Sendable (Settings) -> any Responder {
        let clock = surroundings.clock
        return { settings in
            StatusAPI(
                settings: settings.gateway,
                groups: settings.groups,
                source: scrape.status,
                now: { clock.now.wall }
            )
        }
    }

    private static func gateway(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape,
        _ isStopping: Flag,
        _ responder: ReplaceableResponder
    ) -> ListenerService {
        let (clock, supervisor) = (surroundings.clock, surroundings.supervisor)
        let server = HTTPServer(
            address: settings.listen,
            limits: settings.limits,
            tls: settings.listenTLS,
            responder: responder,
            eventLoopGroup: surroundings.eventLoopGroup,
            observer: scrape.metrics,
            now: { clock.now.wall },
            seed: surroundings.seed
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
        _ isStopping: Flag
    ) -> ListenerService {
        let (clock, status) = (surroundings.clock, scrape.status)
        let api = AdminAPI(
            metrics: { scrape.text },
            readiness: {
                Readiness.reasons(isStopping: isStopping.isUp, refusal: status.gauges.refusal)
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
