package import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
package import Roster
internal import Synchronization

/// The simulator on a socket, over HTTP or HTTPS: for tests, benchmarks and the demo only.
///
/// Making an answer of 6000 rows keeps its event loop for some milliseconds: whoever measures
/// something else in the same process gives the simulator event loops of its own.
package final class CMSSimulatorServer: Sendable {
    private struct Channels {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    /// What answers.
    package let simulator: Simulator
    private let settings: SimulatorSettings
    private let eventLoopGroup: any EventLoopGroup
    private let now: @Sendable () -> Timestamp
    // Connections come and go on all event loops; held only to note them.
    private let channels = Mutex(Channels())

    /// Creates a server that does not listen yet.
    ///
    /// `now` is the wall clock: agents, the `Date` header and signatures go by it.
    package init(
        settings: SimulatorSettings,
        eventLoopGroup: any EventLoopGroup,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.settings = settings
        self.eventLoopGroup = eventLoopGroup
        self.now = now
        simulator = Simulator(settings: settings)
    }

    /// The counters as they stand.
    package var counters: SimulatorCounters { simulator.counters }

    /// Listens, and returns the port; called once.
    package func start() async throws -> Int {
        let tls = try settings.tls.map(Self.sslContext)
        let bootstrap = ServerBootstrap(group: eventLoopGroup)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try self.open(channel, tls: tls) }
            }
        let listener = try await bootstrap.bind(host: settings.host, port: settings.port).get()
        channels.withLock { $0.listener = listener }
        return listener.localAddress?.port ?? settings.port
    }

    /// Stops listening, closes idle connections, lets answers under way leave within the grace
    /// time, and returns when all connections are closed.
    package func stop() async throws {
        let (listener, connections) = channels.withLock { channels in
            channels.isStopping = true
            defer { channels.listener = nil }
            return (channels.listener, Array(channels.connections.values))
        }
        try await listener?.close().get()
        let grace = TimeAmount(settings.stopGrace)
        for connection in connections { Self.quiesce(connection, grace: grace) }
        for connection in connections { try await connection.closeFuture.get() }
    }

    private static func sslContext(_ files: SimulatorSettings.TLSFiles) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificateFile)
        let key = try NIOSSLPrivateKey(file: files.keyFile, format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
        )
    }

    private func open(_ channel: any Channel, tls: NIOSSLContext?) throws {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
        try pipeline.addHandler(
            SimulatorConnection(
                simulator: simulator,
                maximumBodyBytes: settings.maximumBodyBytes,
                now: now
            )
        )
        note(channel)
    }

    private func note(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isStopping = channels.withLock { channels in
            if !channels.isStopping { channels.connections[id] = channel }
            return channels.isStopping
        }
        if isStopping { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { channels in _ = channels.connections.removeValue(forKey: id) }
        }
    }

    private static func quiesce(_ connection: any Channel, grace: TimeAmount) {
        connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        let force = connection.eventLoop.scheduleTask(in: grace) { connection.close(promise: nil) }
        connection.closeFuture.whenComplete { _ in force.cancel() }
    }
}
