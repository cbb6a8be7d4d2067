internal import Gateway
internal import NIOPosix
internal import Roster
internal import ServiceLifecycle
internal import Synchronization

/// Writes a line for each request that is to have one, away from the event loops.
///
/// Event loops only put lines into a backlog of bounded size. They are written on a thread
/// of their own: a standard error nobody reads holds up that thread, and neither a request nor a
/// snapshot.
final class RequestLog: HTTPObserver, Service {
    /// How much may wait: some 15,000 lines.
    static let maximumBacklogBytes = 4 << 20

    private let sampling: RequestSampling
    private let sink: any LogSink
    private let now: @Sendable () -> Timestamp
    private let onDrop: @Sendable () -> Void
    /// Held for putting a line in or taking all out, never for making or writing one.
    private let backlog = Mutex(LineBacklog(maximumBytes: maximumBacklogBytes))
    private let arrivals: AsyncStream<Void>
    private let arrivalsInput: AsyncStream<Void>.Continuation

    /// Creates a log; `onDrop` is told of each line there was no room for.
    init(
        _ settings: RequestLogSettings,
        sink: any LogSink,
        now: @escaping @Sendable () -> Timestamp,
        onDrop: @escaping @Sendable () -> Void
    ) {
        sampling = RequestSampling(settings)
        self.sink = sink
        self.now = now
        self.onDrop = onDrop
        (arrivals, arrivalsInput) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a finished request in.
    func observe(_ event: HTTPEvent) {
        guard case .requestFinished(let request) = event, sampling.picks(request) else { return }
        let line = RequestLine(request, at: now()).json
        let added = backlog.withLock { $0.add(line) }
        if !added.isKept { onDrop() }
        if added.isFirst { arrivalsInput.yield() }
    }

    /// Writes until all is to end, and then what is left.
    func run() async throws {
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        await withGracefulShutdownHandler {
            for await _ in arrivals { await writeAll(on: thread) }
            await writeAll(on: thread)
        } onGracefulShutdown: { [arrivalsInput] in
            arrivalsInput.finish()
        }
        try await thread.shutdownGracefully()
    }

    private func writeAll(on thread: NIOThreadPool) async {
        guard let text = backlog.withLock({ $0.take() }) else { return }
        let sink = sink
        try? await thread.runIfActive { sink.write(text) }
    }
}
