import Gateway
import NIOCore
import NIOPosix
import Testing

/// Runs a server on loopback, or where told, for the length of one scope.
func withServer(
    at address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
    limits: HTTPLimits = HTTPLimits(),
    tls: ServerTLS? = nil,
    responder: any Responder,
    observer: any HTTPObserver = RecordingObserver(),
    trustedProxies: TrustedProxies = .none,
    _ body: (HTTPServer, SocketAddress) async throws -> Void
) async throws {
    let server = HTTPServer(
        address: address,
        limits: limits,
        tls: tls,
        responder: responder,
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        observer: observer,
        now: { testNow },
        seed: 0x5EED,
        trustedProxies: trustedProxies
    )
    let bound = try await server.start()
    do {
        try await body(server, bound)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}
