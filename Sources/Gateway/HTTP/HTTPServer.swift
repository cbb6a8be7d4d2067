package import NIOCore
internal import NIOPosix
internal import NIOSSL
package import Roster
internal import StatusEngine
internal import Synchronization

/// An HTTP/1.1 server on one address: accepts connections and gives their requests to a responder.
package final class HTTPServer: Sendable {
    private let address: ListenAddress
    private let tls: ServerTLS?
    private let certificate = CertificateInForce()
    private let onAcceptPause: @Sendable (AcceptTrouble) -> Void
    private let group: any EventLoopGroup
    private let shared: ConnectionContext
    private let registry: ConnectionRegistry
    private let listener = Mutex<(any Channel)?>(nil)

    /// How long the answers given at the end of the grace time may take to be written: they are
    /// small, and a client that takes them at all does so within a round trip or two.
    private static let lastAnswersPause = TimeAmount.milliseconds(500)

    /// Creates a server that does not listen yet.
    ///
    /// `now` dates the answers; `seed` makes this run's request ids unlike those of another;
    /// `trustedProxies` may say who the client is; `onAcceptPause` is told, once, when no connection can
    /// be accepted for a while.
    package init(
        address: ListenAddress,
        limits: HTTPLimits,
        tls: ServerTLS?,
        responder: any Responder,
        eventLoopGroup: any EventLoopGroup,
        observer: any HTTPObserver,
        now: @escaping @Sendable () -> Timestamp,
        seed: UInt64,
        trustedProxies: TrustedProxies = .none,
        onAcceptPause: @escaping @Sendable (AcceptTrouble) -> Void = { _ in }
    ) {
        self.onAcceptPause = onAcceptPause
        self.address = address
        self.tls = tls
        group = eventLoopGroup
        registry = ConnectionRegistry(maximum: limits.maximumConnections)
        shared = ConnectionContext(
            limits: limits,
            responder: responder,
            observer: observer,
            now: now,
            seed: seed,
            budget: OutputBudget(maximum: limits.maximumBufferedBytes),
            proxies: trustedProxies
        )
    }

    /// Listens; the result names the port that was taken.
    /// - Throws: what stands in the way: the address, the certificate, the socket's file.
    package func start() async throws -> SocketAddress {
        certificate.use(try tls?.makeContext())
        let pipeline = ConnectionPipeline(shared: shared, certificate: certificate)
        let channel = try await bind(bootstrap(for: pipeline))
        listener.withLock { $0 = channel }
        return try channel.localAddress ?? SocketAddress(ipAddress: "0.0.0.0", port: 0)
    }

    /// Shows connections that begin from now on another certificate; those that are open live on.
    ///
    /// A server that speaks plain HTTP goes on doing so.
    /// - Throws: NIOSSL's error when a file cannot be used; then everything stays as it was.
    package func renew(_ tls: ServerTLS) throws {
        guard self.tls != nil else { return }
        certificate.use(try tls.makeContext())
    }

    /// Stops, and returns when no connection is left.
    ///
    /// No connection is accepted any more; a request whose first byte was read is answered; what
    /// is idle is closed. When the grace time ends and requests still wait, `atGraceEnd` is called,
    /// on an event loop: whoever owes them answers may give them now. These are still written;
    /// half a second later everything is closed.
    package func stop(
        within grace: Duration,
        atGraceEnd: @escaping @Sendable () -> Void = {}
    ) async {
        guard let channel = listener.withLock({ $0.take() }) else { return }
        // This removes a Unix socket's file, too.
        try? await channel.close()
        let emptied = channel.eventLoop.makePromise(of: Void.self)
        registry.drain(emptied: emptied)
        let (loop, pause) = (channel.eventLoop, TimeAmount(grace))
        let warning = loop.scheduleTask(in: pause) { atGraceEnd() }
        let closing = loop.scheduleTask(in: pause + Self.lastAnswersPause) { [registry] in
            registry.closeAll()
        }
        try? await emptied.futureResult.get()
        warning.cancel()
        closing.cancel()
    }

    private func bind(_ bootstrap: ServerBootstrap) async throws -> any Channel {
        switch address {
        case .tcp(let host, let port):
            let sized = bootstrap.childChannelOption(
                .socketOption(.so_sndbuf),
                value: Self.sendBufferBytes
            )
            return try await sized.bind(host: host, port: port).get()
        case .unixSocket(let path):
            let file = UnixSocketFile(path: path)
            try await file.makeRoom(on: group)
            let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
            return try await restricted(channel, file)
        }
    }

    /// How much of an answer the kernel is asked to hold for a client of a TCP socket, in bytes; it takes
    /// twice as much, or twice `net.core.wmem_max` where that is less.
    ///
    /// Left alone it takes up to 4 MB at once, for which all others of the loop wait, and a client that takes
    /// little is not seen to take anything before a third of it has gone. A Unix socket takes less by itself.
    private static let sendBufferBytes: SocketOptionValue = 262_144

    /// Closes a listener again that everybody might connect to.
    private func restricted(
        _ channel: any Channel,
        _ file: UnixSocketFile
    ) async throws -> any Channel {
        do {
            try file.restrictAccess()
            return channel
        } catch {
            try? await channel.close()
            throw error
        }
    }

    private func bootstrap(for pipeline: ConnectionPipeline) -> ServerBootstrap {
        let caches = dateCaches
        let (registry, onAcceptPause) = (registry, onAcceptPause)
        return ServerBootstrap(group: group)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = AcceptPauseHandler(onPause: onAcceptPause)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // One read at a time: a client that sends requests without taking answers is held
            // back after the first, not after four times 64 KiB of them.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let dates = caches[ObjectIdentifier(channel.eventLoop)]?.value
                    try Self.accept(channel, dates, pipeline: pipeline, registry: registry)
                }
            }
    }

    /// One a loop.
    private var dateCaches: [ObjectIdentifier: NIOLoopBoundBox<DateCache>] {
        var caches: [ObjectIdentifier: NIOLoopBoundBox<DateCache>] = [:]
        for loop in group.makeIterator() {
            let dates = DateCache(now: shared.now)
            caches[ObjectIdentifier(loop)] = .makeBoxSendingValue(dates, eventLoop: loop)
        }
        return caches
    }

    private static func accept(
        _ channel: any Channel,
        _ dates: DateCache?,
        pipeline: ConnectionPipeline,
        registry: ConnectionRegistry
    ) throws {
        let dates = dates ?? DateCache(now: pipeline.shared.now)
        let admission = registry.admit(channel)
        guard admission != .dropped else { throw ChannelError.ioOnClosedChannel }
        channel.closeFuture.whenComplete { _ in registry.remove(channel) }
        switch admission {
        case .served(let number, let isDraining):
            try pipeline.install(on: channel, dates: dates, number: number)
            guard isDraining else { return }
            channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        case .refused(let number):
            let fault = HTTPFault.tooManyConnections
            try pipeline.install(on: channel, dates: dates, number: number, fault: fault)
        case .dropped: break
        }
    }
}
