internal import CMS
internal import Gateway
package import Logging
package import NIOCore
package import Roster
internal import ServiceLifecycle
package import StatusEngine
package import Tracing

/// The whole of rollcall, built from settings: the executable and the tests run the same one.
package struct Application: Sendable {
    /// What is needed from outside.
    package struct Surroundings: Sendable {
        /// Where the clients' sockets live.
        package var eventLoopGroup: any EventLoopGroup
        /// Where the connections to the CMS live; its next event loop is used.
        package var cmsEventLoopGroup: any EventLoopGroup
        /// Where calls are made and what they bring is read; by default wherever there is time.
        package var callExecutor: (any TaskExecutor)?
        /// Where log lines go.
        package var logger: Logger
        /// Where time comes from.
        package var clock: any EngineClock
        /// Where jitter comes from.
        package var seed: UInt64
        /// Whether SIGTERM and SIGINT end the application.
        package var endsOnSignals: Bool
        /// Where what outlives rollcall is kept.
        package var stateFiles: any StateFiles = LocalFiles()
        /// What says when the next snapshot is due.
        package var ticks: any Ticking
        /// Where the lines of requests go.
        package var requestLog: any LogSink = StandardErrorSink()
        /// Who traces requests and calls, if anybody does.
        package var tracer: (any Tracer)?
        /// Where the ids of traces come from, where nobody else makes them.
        package var traceIDs: @Sendable () -> UInt64 = { .random(in: .min ... .max) }
        /// Who is told of all groups whenever what is known of them has changed.
        package var onGroups: @Sendable (GroupDirectory) -> Void = { _ in }
        /// Where the settings can be read again, if they can.
        package var reloadable: ReloadableSettings?
        /// The level of the logger, where a reload may change it.
        package var logThreshold: LogThreshold?
        /// Who limits our descriptors, where that is anybody's concern.
        package var descriptors: (any DescriptorLimiting)?
        /// Who started us, and is told how we are.
        package var supervisor: any Supervisor = NoSupervisor()

        /// Creates surroundings.
        package init(
            eventLoopGroup: any EventLoopGroup,
            logger: Logger,
            clock: any EngineClock,
            seed: UInt64,
            endsOnSignals: Bool
        ) {
            self.eventLoopGroup = eventLoopGroup
            cmsEventLoopGroup = eventLoopGroup
            self.logger = logger
            self.clock = clock
            self.seed = seed
            self.endsOnSignals = endsOnSignals
            ticks = EventLoopTicks(eventLoop: eventLoopGroup.any())
        }
    }

    private let settings: Settings
    private let surroundings: Surroundings
    private let reloader: Reloader?
    private let logger: Logger
    private let fetcher: CMSFetcher
    private let state: KeptState?
    private let standing: CMSStandingWatch
    private let answers: ResponderKeeper
    private let gateway: ListenerService
    private let admin: ListenerService
    private let services: ServiceGroup
    private let hasStarted = Flag()

    /// Puts all parts together; nothing is opened and nothing is sent yet.
    /// - Throws: `StartFailure` when a key or certificate cannot be used.
    package static func build(
        _ settings: Settings,
        in surroundings: Surroundings
    ) throws(StartFailure) -> Application {
        try Application(settings, surroundings)
    }

    private init(_ settings: Settings, _ surroundings: Surroundings) throws(StartFailure) {
        let metrics = RollcallMetrics()
        let keepers = StateKeepers(settings, surroundings)
        (self.settings, self.surroundings, logger) = (settings, surroundings, surroundings.logger)
        let traces = RequestTraces(settings, surroundings)
        standing = CMSStandingWatch(now: { surroundings.clock.wall })
        fetcher = try Self.makeFetcher(settings.cms, surroundings, metrics, traces)
        let groupNews = GroupNews()
        let status = Self.statusService(
            settings,
            surroundings,
            Self.traced(fetcher, traces, surroundings.logger),
            groups: fetcher,
            keepers,
            observers: [metrics, standing, groupNews]
        )
        state = keepers.state(of: status, settings, surroundings)
        let scrape = Scrape(
            metrics: metrics,
            status: status,
            baseURLs: settings.cms.baseURLs,
            snapshots: state?.snapshots,
            clock: surroundings.clock
        )
        let requestLog = Self.requestLog(settings, surroundings, metrics)
        let listeners = Listeners(
            settings,
            surroundings,
            scrape,
            connections: surroundings.connections(settings),
            observation: Observation(
                traces: traces,
                requestLog: requestLog,
                standing: standing,
                hasStarted: hasStarted
            )
        )
        (answers, gateway, admin) = (listeners.answers, listeners.gateway, listeners.admin)
        reloader = Self.reloader(
            RunningParts(listeners, status, fetcher, keepers.lockOut, surroundings),
            surroundings,
            metrics
        )
        let parts: [(any Service)?] = [
            // Stopped from the last to the first: requests end before the engine, the engine before
            // the last snapshot is taken, and the way to the CMS when nobody needs it any more.
            CMSConnectionService(fetcher), requestLog,
            Self.snapshotService(settings, surroundings, state),
            GroupNewsService(groupNews, answers, on: surroundings.callExecutor),
            StatusEngineService(status, on: surroundings.callExecutor), admin, gateway,
        ]
        services = ServiceGroup(
            configuration: Self.configuration(parts.compactMap(\.self), settings, surroundings)
        )
    }

    private static func snapshotService(
        _ settings: Settings,
        _ surroundings: Surroundings,
        _ state: KeptState?
    ) -> SnapshotService? {
        guard let state, let interval = settings.state?.snapshotInterval else { return nil }
        return SnapshotService(state.snapshots, ticks: surroundings.ticks, interval: interval)
    }

    private static func reloader(
        _ parts: RunningParts,
        _ surroundings: Surroundings,
        _ metrics: RollcallMetrics
    ) -> Reloader? {
        guard let reloadable = surroundings.reloadable else { return nil }
        let clock = surroundings.clock
        let observers = Reloader.Observers(
            logger: surroundings.logger,
            metrics: ReloadMetrics(metrics),
            supervisor: surroundings.supervisor,
            now: { clock.wall }
        )
        observers.metrics.loaded(at: clock.wall)
        return Reloader(reloadable, parts: parts, observers: observers)
    }

    private static func statusService(
        _ settings: Settings,
        _ surroundings: Surroundings,
        _ fetcher: any StatusFetcher,
        groups: any GroupFetcher,
        _ keepers: StateKeepers,
        observers: [any EngineObserver]
    ) -> StatusService {
        let (clock, logger) = (surroundings.clock, surroundings.logger)
        var engine = settings.engine
        engine.endpoints = settings.cms.baseURLs.count
        return StatusService(
            settings: engine,
            vdns: settings.gateway.vdns,
            clock: clock,
            fetcher: fetcher,
            groupFetcher: groups,
            observer: EngineObservers(
                // The lock-out is on the disk before anything else is told of it.
                [keepers.lockOut].compactMap(\.self) + observers
                    + [EngineLog(logger, now: { clock.now.instant })]
            ),
            quotaStore: keepers.quota,
            seed: surroundings.seed
        )
    }

    private static func makeFetcher(
        _ settings: CMSSettings,
        _ surroundings: Surroundings,
        _ metrics: RollcallMetrics,
        _ traces: RequestTraces?
    ) throws(StartFailure) -> CMSFetcher {
        let clock = surroundings.clock
        let told = settings.sendsTraceparent ? traces : nil
        do {
            return try CMSFetcher(
                settings: settings,
                eventLoopGroup: surroundings.cmsEventLoopGroup,
                now: { clock.wall },
                observer: CMSObservers([metrics, CMSLog(surroundings.logger)]),
                unsignedHeaders: { told?.fields(of: $0) ?? [] }
            )
        } catch {
            throw StartFailure(cms: error)
        }
    }

    private static func traced(
        _ fetcher: CMSFetcher,
        _ traces: RequestTraces?,
        _ logger: Logger
    ) -> any StatusFetcher {
        guard let traces else { return fetcher }
        return TracedFetcher(fetcher, traces, logger)
    }

    private static func requestLog(
        _ settings: Settings,
        _ surroundings: Surroundings,
        _ metrics: RollcallMetrics
    ) -> RequestLog? {
        guard settings.log.requests.mode != .none else { return nil }
        let clock = surroundings.clock
        return RequestLog(
            settings.log.requests,
            sink: surroundings.requestLog,
            now: { clock.now },
            onDrop: { metrics.logLineDropped() }
        )
    }

    private static func configuration(
        _ services: [any Service],
        _ settings: Settings,
        _ surroundings: Surroundings
    ) -> ServiceGroupConfiguration {
        var configuration = ServiceGroupConfiguration(
            services: services,
            logger: surroundings.logger
        )
        // The listeners keep the grace time themselves; this is for what hangs all the same.
        configuration.maximumGracefulShutdownDuration =
            settings.operation.drainDelay + settings.gracePeriod + .seconds(5)
        return configuration
    }

    /// Takes in what was kept, and listens; from here on signals end ``run()``, not the process.
    /// - Returns: where, with the ports really taken.
    /// - Throws: `StartFailure`; nothing is left open then.
    package func start() async throws(StartFailure) -> BoundAddresses {
        if surroundings.endsOnSignals {
            await services.addServiceUnlessShutdown(StopSignalService().endingItsGroup)
        }
        if let reloader { await services.addServiceUnlessShutdown(reloadService(reloader)) }
        if let state {
            let (observations, isLockedOut) = state.restore()
            standing.restored(observations: observations, isLockedOut: isLockedOut)
            answers.groupsChanged()
        }
        do throws(StartFailure) {
            let addresses = BoundAddresses(
                admin: try await admin.start(),
                gateway: try await gateway.start()
            )
            hasStarted.raise()
            logStart(addresses)
            surroundings.supervisor.notify(.ready)
            return addresses
        } catch {
            await admin.abandon()
            await gateway.abandon()
            try? await fetcher.shutdown()
            throw error
        }
    }

    private func reloadService(_ reloader: Reloader) async -> ReloadService {
        let interval = settings.operation.reloadInterval
        return await ReloadService(
            reloader,
            trapsSignal: surroundings.endsOnSignals,
            ticks: interval > .zero ? surroundings.ticks.ticks(every: interval) : nil
        )
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
        let learnt = settings.engine.groups.intervals
        let sources = Group.Source.allCases.filter { $0 == .file || learnt[$0] != nil }
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
                "groups.sources": "\(sources.map(\.rawValue).joined(separator: ","))",
            ]
        )
    }
}
