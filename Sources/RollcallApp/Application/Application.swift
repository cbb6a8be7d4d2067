internal import CMS
internal import Gateway
package import Logging
package import NIOCore
internal import Roster
internal import ServiceLifecycle
package import StatusEngine
internal import UnixSignals

/// The whole of rollcall, built from settings: the executable and the tests run the same one.
package struct Application: Sendable {
    /// What is needed from outside.
    package struct Surroundings: Sendable {
        /// Where all sockets live.
        package var eventLoopGroup: any EventLoopGroup
        /// Where log lines go.
        package var logger: Logger
        /// Where time comes from.
        package var clock: any EngineClock
        /// Where jitter comes from.
        package var seed: UInt64
        /// Whether SIGTERM and SIGINT end the application.
        package var endsOnSignals: Bool

        /// Creates surroundings.
        package init(
            eventLoopGroup: any EventLoopGroup,
            logger: Logger,
            clock: any EngineClock,
            seed: UInt64,
            endsOnSignals: Bool
        ) {
            self.eventLoopGroup = eventLoopGroup
            self.logger = logger
            self.clock = clock
            self.seed = seed
            self.endsOnSignals = endsOnSignals
        }
    }

    private let settings: Settings
    private let logger: Logger
    private let fetcher: CMSFetcher
    private let gateway: ListenerService
    private let admin: ListenerService
    private let services: ServiceGroup

    private init(
        settings: Settings,
        logger: Logger,
        fetcher: CMSFetcher,
        gateway: ListenerService,
        admin: ListenerService,
        services: ServiceGroup
    ) {
        self.settings = settings
        self.logger = logger
        self.fetcher = fetcher
        self.gateway = gateway
        self.admin = admin
        self.services = services
    }

    /// Puts all parts together; nothing is opened and nothing is sent yet.
    /// - Throws: `StartFailure` when a key or certificate cannot be used.
    package static func build(
        _ settings: Settings,
        in surroundings: Surroundings
    ) throws(StartFailure) -> Application {
        let (clock, logger) = (surroundings.clock, surroundings.logger)
        let metrics = RollcallMetrics()
        let fetcher = try makeFetcher(settings.cms, surroundings, metrics)
        let status = StatusService(
            settings: settings.engine,
            vdns: settings.gateway.vdns,
            clock: clock,
            fetcher: fetcher,
            observer: EngineObservers(
                [metrics, EngineLog(logger, now: { clock.now.instant })]
            ),
            seed: surroundings.seed
        )
        let listeners = Listeners(
            settings,
            surroundings,
            status: status,
            metrics: metrics
        )
        // Stopped from the last to the first: requests end before the engine, and the engine
        // before the way to the CMS.
        let services = ServiceGroup(
            configuration: configuration(
                [
                    CMSConnectionService(fetcher), StatusEngineService(status),
                    listeners.admin, listeners.gateway,
                ],
                settings,
                surroundings
            )
        )
        return Application(
            settings: settings,
            logger: logger,
            fetcher: fetcher,
            gateway: listeners.gateway,
            admin: listeners.admin,
            services: services
        )
    }

    private static func makeFetcher(
        _ settings: CMSSettings,
        _ surroundings: Surroundings,
        _ metrics: RollcallMetrics
    ) throws(StartFailure) -> CMSFetcher {
        let clock = surroundings.clock
        do {
            return try CMSFetcher(
                settings: settings,
                eventLoopGroup: surroundings.eventLoopGroup,
                now: { clock.now.wall },
                observer: metrics
            )
        } catch {
            throw StartFailure(cms: error)
        }
    }

    private static func configuration(
        _ services: [any Service],
        _ settings: Settings,
        _ surroundings: Surroundings
    ) -> ServiceGroupConfiguration {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: surroundings.endsOnSignals ? [.sigterm, .sigint] : [],
            logger: surroundings.logger
        )
        // The listeners keep the grace time themselves; this is for what hangs all the same.
        configuration.maximumGracefulShutdownDuration = settings.gracePeriod + .seconds(5)
        return configuration
    }

    /// Listens.
    /// - Returns: where, with the ports really taken.
    /// - Throws: `StartFailure`; nothing is left open then.
    package func start() async throws(StartFailure) -> BoundAddresses {
        do throws(StartFailure) {
            let addresses = BoundAddresses(
                admin: try await admin.start(),
                gateway: try await gateway.start()
            )
            logStart(addresses)
            return addresses
        } catch {
            await admin.abandon()
            await gateway.abandon()
            try? await fetcher.shutdown()
            throw error
        }
    }

    /// Serves until SIGTERM, SIGINT or ``stop()``, then lets what has begun come to its end.
    package func run() async throws {
        try await services.run()
        logger.notice("Rollcall has stopped.")
    }

    /// Ends ``run()`` as SIGTERM does.
    package func stop() async {
        await services.triggerGracefulShutdown()
    }

    private func logStart(_ addresses: BoundAddresses) {
        let vdns = settings.gateway.vdns
        let groups = vdns.map { settings.groups.groups(in: $0).count }.reduce(0, +)
        logger.notice(
            "Rollcall serves.",
            metadata: [
                "rollcall.version": "\(RollcallVersion.current)",
                "listen.address": "\(addresses.gateway)",
                "admin.address": "\(addresses.admin)",
                "cms.base_urls":
                    "\(settings.cms.baseURLs.map(\.description).joined(separator: ","))",
                "cms.vdns": "\(vdns.map(\.description).joined(separator: ","))",
                "groups.count": "\(groups)",
            ]
        )
    }
}
