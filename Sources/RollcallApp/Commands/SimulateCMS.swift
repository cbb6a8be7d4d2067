internal import CMS
internal import CMSSimulator
internal import Gateway
internal import Logging
internal import NIOPosix
internal import Roster
internal import ServiceLifecycle

/// `rollcall simulate-cms`: the simulated CMS alone.
package struct SimulateCMS: Sendable {
    /// What the command line says; texts are checked here, so that all problems are told at once.
    package struct Options: Sendable {
        /// The address to listen on.
        package var host = "127.0.0.1"
        /// The port to listen on; 0 takes any free one.
        package var port = 28_080
        /// The certificate chain in PEM; with it HTTPS is spoken.
        package var certificateFile: String?
        /// The certificate's private key in PEM.
        package var keyFile: String?
        /// The access key; the environment's `ROLLCALL_CMS_ACCESSKEY` where it is not given.
        package var accessKey: String?
        /// A file with the secret key; the environment's where it is not given.
        package var secretKeyFile: String?
        /// The contact centre.
        package var ccID = 1
        /// The VDNs.
        package var vdns = [170]
        /// The agents, `1031` and `2000-2999`; the demo's where there are none.
        package var agents: [String] = []
        /// How many user groups the agents are cut into, 0-10,000; as many as it takes by default.
        package var groups: Int?
        /// How many members each has; 500 by default, or all agents where there are fewer.
        package var groupSize: Int?
        /// What all lives and faults follow from.
        package var seed: UInt64 = 1
        /// Every answer comes so much later.
        package var latency = "0s"
        /// The faults as a JSON object.
        package var faults = "{}"
        /// How many bad signatures lock an address.
        package var lockAfter = 5
        /// What stands for an absent query in the signed text.
        package var emptyQueryLine = "omit"

        /// Creates the defaults.
        package init() {}
    }

    private let options: Options

    /// Creates the command.
    package init(_ options: Options) { self.options = options }

    /// Simulates until SIGTERM or SIGINT.
    package func run(in surroundings: CommandSurroundings) async -> ExitStatus {
        let settings: SimulatorSettings
        do throws(SettingsProblems) {
            settings = try SimulatorOptionsReader.settings(options, in: surroundings)
        } catch {
            surroundings.terminal.complain(error.description)
            return .configuration
        }
        return await serve(settings, surroundings)
    }

    private func serve(
        _ settings: SimulatorSettings,
        _ surroundings: CommandSurroundings
    ) async -> ExitStatus {
        let simulator = CMSSimulatorServer(
            settings: settings,
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            now: { SystemClock.wall }
        )
        let signals = await StopSignalService()
        do {
            let port = try await simulator.start()
            surroundings.terminal.say(greeting(settings, port: port))
            try await Self.group(SimulatorService(simulator), signals, surroundings).run()
            return .success
        } catch {
            let failure = StartFailure(
                listening: "simulated CMS",
                at: .tcp(host: settings.host, port: settings.port),
                error
            )
            surroundings.terminal.complain("\(failure)")
            return failure.status
        }
    }

    private static func group(
        _ service: SimulatorService,
        _ signals: StopSignalService,
        _ surroundings: CommandSurroundings
    ) -> ServiceGroup {
        ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service), signals.endingItsGroup],
                logger: Serve.logger(LogSettings(level: .warning), surroundings.logSink)
            )
        )
    }

    private func greeting(_ settings: SimulatorSettings, port: Int) -> String {
        let scheme = settings.tls == nil ? "http" : "https"
        let vdns = settings.vdns.map(\.description).joined(separator: ", ")
        let groups = settings.groups.groups.count
        return """
            A simulated CMS listens on \(scheme)://\(settings.host):\(port): contact centre \
            \(settings.ccID), VDN \(vdns), \(settings.agents.count) agents, \
            \(groups) \(groups == 1 ? "group" : "groups").
            """
    }
}

/// The simulator as a service: listens already, and stops when all is to end.
private struct SimulatorService: Service {
    private let simulator: CMSSimulatorServer

    init(_ simulator: CMSSimulatorServer) { self.simulator = simulator }

    func run() async throws {
        try? await gracefulShutdown()
        try await simulator.stop()
    }
}
