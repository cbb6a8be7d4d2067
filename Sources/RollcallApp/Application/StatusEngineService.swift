internal import ServiceLifecycle
internal import StatusEngine

/// The engine's calls as a part of the application.
struct StatusEngineService: Service {
    private let status: StatusService

    init(_ status: StatusService) { self.status = status }

    /// Performs calls until all is to end; whoever still waits is answered then.
    func run() async throws {
        await withGracefulShutdownHandler {
            await status.run()
        } onGracefulShutdown: {
            status.shutDown()
        }
    }
}
