internal import CMS
internal import CMSSimulator
internal import Gateway
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Roster
internal import StatusEngine
internal import Synchronization

/// `rollcall demo`: a simulated CMS and the gateway on loopback, in one process; the groups are
/// learnt from the simulated CMS.
package struct Demo: Sendable {
    private let port: Int
    private let adminPort: Int
    private let seed: UInt64

    /// The demo's only VDN.
    static let vdns = [170].compactMap { VDN($0) }
    /// The key pair the demo's two halves share; it opens nothing else.
    static let credentials = Credentials(accessKey: "demo", secretKey: "demo-secret")

    /// Creates the command; port 0 takes any free one.
    package init(port: Int, adminPort: Int, seed: UInt64) {
        self.port = port
        self.adminPort = adminPort
        self.seed = seed
    }

    /// Serves until SIGTERM or SIGINT.
    package func run(in surroundings: CommandSurroundings) async -> ExitStatus {
        // The simulator makes large answers; on event loops of its own it holds up nobody.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let simulator = CMSSimulatorServer(
            settings: Self.simulatorSettings(seed: seed),
            eventLoopGroup: group,
            now: { SystemClock.wall }
        )
        var status = ExitStatus.failure
        do {
            let cmsPort = try await simulator.start()
            status = try await serve(cmsPort: cmsPort, surroundings)
        } catch let error as StartFailure {
            surroundings.terminal.complain("\(error)")
            surroundings.terminal.complain("Other ports can be had with --port and --admin-port.")
        } catch {
            surroundings.terminal.complain("The demo stopped with an error: \(error)")
        }
        try? await simulator.stop()
        try? await group.shutdownGracefully()
        return status
    }

    private func serve(
        cmsPort: Int,
        _ surroundings: CommandSurroundings
    ) async throws -> ExitStatus {
        let settings = try Self.settings(cmsPort: cmsPort, port: port, adminPort: adminPort)
        let logger = Serve.logger(settings.log, surroundings.logSink)
        let guide = Mutex<String?>(nil)
        var process = Application.Surroundings.process(logger: logger)
        process.onGroups = { groups in
            // Said once, when every line of it works.
            let isComplete = Self.vdns.allSatisfy { groups.awaited(in: $0).isEmpty }
            guard isComplete, let text = guide.withLock({ $0.take() }) else { return }
            surroundings.terminal.say(text)
        }
        let application = try Application.build(settings, in: process)
        let addresses = try await application.start()
        guide.withLock { $0 = DemoGuide.text(addresses, cmsPort: cmsPort) }
        try await application.run()
        return .success
    }

    static func simulatorSettings(seed: UInt64) -> SimulatorSettings {
        var settings = SimulatorSettings(
            credentials: credentials,
            ccID: 1,
            vdns: vdns,
            agents: DemoRoster.agents,
            seed: seed
        )
        settings.groups = DemoRoster.simulatedGroups(seed: seed)
        return settings
    }

    static func settings(cmsPort: Int, port: Int, adminPort: Int) throws -> Settings {
        var engine = EngineSettings()
        engine.groups.intervals[.userGroups] = .seconds(30)
        var gateway = GatewaySettings(
            vdns: vdns,
            defaultWait: .seconds(5),
            maximumIDsPerRequest: 60_000
        )
        gateway.showsGroupsOfAgents = true
        return Settings(
            listen: .tcp(host: "127.0.0.1", port: port),
            admin: .tcp(host: "127.0.0.1", port: adminPort),
            cms: CMSSettings(
                baseURLs: [try BaseURL(parsing: "http://127.0.0.1:\(cmsPort)")],
                ccID: 1,
                credentials: credentials
            ),
            engine: engine,
            gateway: gateway,
            log: LogSettings(level: .warning)
        )
    }
}
