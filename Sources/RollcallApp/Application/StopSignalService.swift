internal import ServiceLifecycle
internal import UnixSignals

/// Ends the service group on SIGTERM or SIGINT, also on one that came before the group ran.
struct StopSignalService: Service {
    private let signals: UnixSignalsSequence

    /// Traps the signals: from here on they no longer end the process by themselves.
    init() async { signals = await UnixSignalsSequence(trapping: .sigterm, .sigint) }

    /// The service as part of a group that ends in order when this one does.
    var endingItsGroup: ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: self, successTerminationBehavior: .gracefullyShutdownGroup)
    }

    /// Waits for the first signal, or for another cause to end.
    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() { return }
    }
}
