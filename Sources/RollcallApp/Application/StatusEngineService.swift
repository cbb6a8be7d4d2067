internal import ServiceLifecycle
internal import StatusEngine

/// The engine's calls as a part of the application.
struct StatusEngineService: Service {
    private let status: StatusService
    private let executor: (any TaskExecutor)?

    /// Creates the part; the calls are made on the executor, if there is one.
    init(_ status: StatusService, on executor: (any TaskExecutor)?) {
        self.status = status
        self.executor = executor
    }

    /// Performs calls until all is to end; whoever still waits is answered then.
    func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskExecutorPreference(executor) { await status.run() }
        } onGracefulShutdown: {
            status.shutDown()
        }
    }
}
