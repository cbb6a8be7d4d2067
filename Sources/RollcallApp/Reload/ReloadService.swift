internal import ServiceLifecycle
internal import UnixSignals

/// The reloads as a part of the application: on SIGHUP, and when files change.
struct ReloadService: Service {
    private let reloader: Reloader
    private let signals: UnixSignalsSequence?
    private let ticks: AsyncStream<Void>?

    /// Traps SIGHUP where signals are ours: from here on it no longer ends the process.
    init(_ reloader: Reloader, trapsSignal: Bool, ticks: AsyncStream<Void>?) async {
        self.reloader = reloader
        signals = trapsSignal ? await UnixSignalsSequence(trapping: .sighup) : nil
        self.ticks = ticks
    }

    /// Reloads until all is to end.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask { try? await gracefulShutdown() }
            if let signals {
                group.addTask {
                    for await _ in signals.cancelOnGracefulShutdown() { await reloader.reload() }
                }
            }
            if let ticks {
                group.addTask {
                    for await _ in ticks.cancelOnGracefulShutdown() { await reloader.look() }
                }
            }
        }
    }
}
