internal import Gateway
internal import StatusEngine

/// The gateway's listener and the admin listener.
struct Listeners {
    let gateway: ListenerService
    let admin: ListenerService

    init(
        _ settings: Settings,
        _ surroundings: Application.Surroundings,
        _ scrape: Scrape
    ) {
        let (clock, status) = (surroundings.clock, scrape.status)
        let isStopping = Flag()
        gateway = ListenerService(
            "gateway",
            address: settings.listen,
            server: HTTPServer(
                address: settings.listen,
                limits: settings.limits,
                tls: settings.listenTLS,
                responder: StatusAPI(
                    settings: settings.gateway,
                    groups: settings.groups,
                    source: status,
                    now: { clock.now.wall }
                ),
                eventLoopGroup: surroundings.eventLoopGroup,
                observer: scrape.metrics,
                now: { clock.now.wall },
                seed: surroundings.seed
            ),
            grace: settings.gracePeriod,
            logger: surroundings.logger,
            onStop: { isStopping.raise() }
        )
        let admin = AdminAPI(
            metrics: { scrape.text },
            readiness: {
                Readiness.reasons(isStopping: isStopping.isUp, refusal: status.gauges.refusal)
            }
        )
        self.admin = ListenerService(
            "admin listener",
            address: settings.admin,
            server: HTTPServer(
                address: settings.admin,
                limits: HTTPLimits(),
                tls: nil,
                responder: admin,
                eventLoopGroup: surroundings.eventLoopGroup,
                observer: UnobservedListener(),
                now: { clock.now.wall },
                seed: surroundings.seed
            ),
            grace: .seconds(1),
            logger: surroundings.logger,
            onStop: {}
        )
    }
}

/// The admin listener's own requests are not counted among the gateway's.
private struct UnobservedListener: HTTPObserver {
    func observe(_ event: HTTPEvent) {}
}
