internal import Logging
internal import NIOCore
internal import NIOPosix

/// `rollcall serve`: serves until SIGTERM or SIGINT.
package struct Serve: Sendable {
    private let path: String?

    /// Creates the command for a configuration file, or for the environment alone.
    package init(path: String?) { self.path = path }

    /// Serves, and returns when all has come to its end.
    package func run(in surroundings: CommandSurroundings) async -> ExitStatus {
        guard let reloadable = surroundings.loadReloadable(path) else { return .configuration }
        let settings = reloadable.loaded.settings
        let threshold = LogThreshold(settings.log.level)
        if let eventLoops = settings.operation.eventLoops {
            NIOSingletons.groupLoopCountSuggestion = eventLoops
        }
        let logger = Self.logger(settings.log, surroundings.logSink, threshold)
        Self.log(reloadable.loaded.strangers, to: logger)
        Self.log(reloadable.loaded.removed, to: logger)
        var whole = Application.Surroundings.process(logger: logger)
        whole.requestLog = surroundings.logSink
        whole.reloadable = reloadable
        whole.logThreshold = threshold
        whole.supervisor =
            SystemdSupervisor(environment: surroundings.environment) ?? NoSupervisor()
        do {
            let application = try Application.build(settings, in: whole)
            _ = try await application.start()
            try await application.run()
            return .success
        } catch let error as StartFailure {
            surroundings.terminal.complain(error.description)
            return error.status
        } catch {
            logger.critical("Rollcall stopped with an error.", error: error)
        }
        return .failure
    }

    /// Tells of variables that set nothing; the log is what is read of a service.
    private static func log(_ strangers: [StrangeVariable], to logger: Logger) {
        for stranger in strangers {
            var metadata: Logger.Metadata = ["environment.variable": "\(stranger.name)"]
            if let meant = stranger.meant { metadata["environment.meant"] = "\(meant)" }
            logger.warning("An environment variable sets nothing.", metadata: metadata)
        }
    }

    /// Tells of settings of former versions, and what to do about each.
    private static func log(_ removed: [RemovedSetting], to logger: Logger) {
        for setting in removed {
            logger.warning(
                "A setting has no effect any more.",
                metadata: [
                    "setting.name": "\(setting.name)", "setting.origin": "\(setting.origin)",
                    "setting.advice": "\(setting.advice)",
                ]
            )
        }
    }

    /// A logger whose lines carry this machine's time.
    static func logger(
        _ settings: LogSettings,
        _ sink: any LogSink,
        _ threshold: LogThreshold? = nil
    ) -> Logger {
        let handler = LineLogHandler(settings, sink: sink, now: { SystemClock.wall })
        let level = threshold ?? LogThreshold(settings.level)
        return Logger(label: "rollcall") { _ in ThresholdLogHandler(handler, level) }
    }
}

extension Application.Surroundings {
    /// Those of this process; as many as it has cores, so that several answers are read at once.
    private static let backgroundThreads = BackgroundThreads(count: System.coreCount)

    /// Those of a process of its own: its event loops, its clocks and its signals.
    static func process(logger: Logger) -> Application.Surroundings {
        let group = MultiThreadedEventLoopGroup.singleton
        var surroundings = Application.Surroundings(
            eventLoopGroup: group,
            logger: logger,
            clock: SystemClock(eventLoop: group.next()),
            seed: UInt64.random(in: .min ... .max),
            endsOnSignals: true
        )
        surroundings.cmsEventLoopGroup = backgroundThreads.loops
        surroundings.callExecutor = backgroundThreads
        surroundings.tracer = RequestTraces.bootstrapped
        surroundings.descriptors = ProcessDescriptors()
        return surroundings
    }
}
