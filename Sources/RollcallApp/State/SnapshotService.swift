internal import NIOPosix
internal import ServiceLifecycle

/// The snapshots as a part of the application: at intervals, and once more at the end, when all
/// requests have been answered and the engine has stopped.
struct SnapshotService: Service {
    private let keeper: SnapshotKeeper
    private let ticks: any Ticking
    private let interval: Duration

    init(_ keeper: SnapshotKeeper, ticks: any Ticking, interval: Duration) {
        self.keeper = keeper
        self.ticks = ticks
        self.interval = interval
    }

    /// Writes until all is to end, and then the last one.
    func run() async {
        for await _ in ticks.ticks(every: interval).cancelOnGracefulShutdown() {
            // Waiting for the disk takes place on no thread that serves requests.
            try? await NIOThreadPool.singleton.runIfActive { keeper.save() }
        }
        keeper.save()
    }
}
