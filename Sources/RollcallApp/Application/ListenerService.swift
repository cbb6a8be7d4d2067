internal import Gateway
internal import Logging
internal import NIOCore
internal import ServiceLifecycle

/// A listener as a part of the application: listens first, and stops when all is to end.
struct ListenerService: Service {
    private let name: String
    private let address: ListenAddress
    /// What accepts the connections.
    let server: HTTPServer
    private let grace: Duration
    private let logger: Logger
    private let drain: DrainDelay?
    private let onStop: @Sendable () -> Void
    private let onGraceEnd: @Sendable () -> Void

    init(
        _ name: String,
        address: ListenAddress,
        server: HTTPServer,
        grace: Duration,
        logger: Logger,
        drain: DrainDelay? = nil,
        onStop: @escaping @Sendable () -> Void = {},
        onGraceEnd: @escaping @Sendable () -> Void = {}
    ) {
        self.name = name
        self.address = address
        self.server = server
        self.grace = grace
        self.logger = logger
        self.drain = drain
        self.onStop = onStop
        self.onGraceEnd = onGraceEnd
    }

    /// Listens, and says where.
    func start() async throws(StartFailure) -> ListenAddress {
        do {
            let bound = try await server.start()
            guard case .tcp(let host, _) = address, let port = bound.port else { return address }
            return .tcp(host: host, port: port)
        } catch {
            throw StartFailure(listening: name, at: address, error)
        }
    }

    /// Closes a listener that another one's failure made useless.
    func abandon() async {
        await server.stop(within: .zero)
    }

    /// Waits for the end, serves on for the drain delay while `/readyz` fails, then lets the
    /// requests that have begun finish within the grace time.
    func run() async throws {
        try? await gracefulShutdown()
        onStop()
        if let drain {
            logger.info("A listener begins to drain.", metadata: ["listener.name": "\(name)"])
            await drain.pass()
        }
        logger.info("A listener stops.", metadata: ["listener.name": "\(name)"])
        await server.stop(within: grace, atGraceEnd: onGraceEnd)
    }
}
