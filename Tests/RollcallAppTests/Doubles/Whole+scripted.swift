import Gateway
import NIOCore
import NIOPosix
import StatusEngine

@testable import RollcallApp

extension Whole {
    private struct Silent: HTTPObserver {
        func observe(_ event: HTTPEvent) {}
    }

    /// Runs the application before a CMS that answers as scripted.
    static func before(
        _ cms: some Responder,
        clock: (any EngineClock)? = nil,
        _ body: @Sendable (Whole) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = HTTPServer(
            address: .tcp(host: "127.0.0.1", port: 0),
            limits: HTTPLimits(),
            tls: nil,
            responder: cms,
            eventLoopGroup: group,
            observer: Silent(),
            now: { SystemClock.wall },
            seed: 1
        )
        let port = try await server.start().port ?? 0
        let result = await Result { () async throws in
            try await running(settings(cmsPort: port), on: group, clock: clock, body)
        }
        await server.stop(within: .zero)
        try result.get()
    }
}
