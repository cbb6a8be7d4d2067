internal import Gateway
internal import NIOPosix
internal import Roster
internal import ServiceLifecycle
internal import StatusEngine
internal import Synchronization

/// Writes a line for each request that is to have one, away from the event loops.
///
/// Event loops only put lines into a backlog of bounded size. They are written on a thread
/// of their own: a standard error nobody reads holds up that thread for a while, and neither a
/// request nor a snapshot; nor the end.
final class RequestLog: HTTPObserver, Service {
    /// How much may wait: some 15,000 lines.
    static let maximumBacklogBytes = 4 << 20
    /// How many lines are written in one go, and are lost together where they are not taken.
    static let pieceLines = 32
    /// How long lines are still written when all is to end: with ``WritePatience/whole`` within the
    /// 5 s that the stop has left beside the time for requests.
    static let lastTime: Duration = .seconds(2)

    private let sampling: RequestSampling
    /// How many requests have been looked at to be sampled.
    private let sampled = Atomic<UInt64>(0)
    private let sink: any LogSink
    private let now: @Sendable () -> Moment
    private let onDrop: @Sendable () -> Void
    /// Held for putting a line in or taking all out, never for making or writing one.
    private let backlog = Mutex(LineBacklog(maximumBytes: maximumBacklogBytes))
    /// When nothing is written any more, once that is known.
    private let end = Mutex<Instant?>(nil)
    private let arrivals: AsyncStream<Void>
    private let arrivalsInput: AsyncStream<Void>.Continuation

    /// Creates a log; `onDrop` is told of each line there was no room for, or no reader.
    init(
        _ settings: RequestLogSettings,
        sink: any LogSink,
        now: @escaping @Sendable () -> Moment,
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
        guard case .requestFinished(let request) = event,
            sampling.picks(request, number: sampled.add(1, ordering: .relaxed).newValue)
        else { return }
        let line = RequestLine(request, at: now().wall).json
        let added = backlog.withLock { $0.add(line) }
        if !added.isKept { onDrop() }
        if added.isFirst { arrivalsInput.yield() }
    }

    /// Writes until all is to end, and then what is left, as far as its reader takes it in time.
    func run() async throws {
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        await withGracefulShutdownHandler {
            for await _ in arrivals { await writeAll(on: thread) }
            await writeAll(on: thread)
        } onGracefulShutdown: {
            self.finish()
        }
        try await thread.shutdownGracefully()
    }

    /// Lets ``run()`` end when what there is has been written, or when its time is over.
    func finish() {
        let last = now().instant + Self.lastTime
        end.withLock { $0 = last }
        arrivalsInput.finish()
    }

    private func writeAll(on thread: NIOThreadPool) async {
        let lines = backlog.withLock { $0.take() }
        guard !lines.isEmpty else { return }
        let lost = try? await thread.runIfActive { self.write(lines) }
        for _ in 0..<(lost ?? lines.count) { onDrop() }
    }

    /// Writes lines while there is time; tells how many were lost.
    private func write(_ lines: [String]) -> Int {
        var rest = lines[...]
        var lost = 0
        while !rest.isEmpty {
            if let end = end.withLock(\.self), now().instant >= end { return lost + rest.count }
            let piece = rest.prefix(Self.pieceLines)
            if !sink.write(piece.joined(separator: "\n")) { lost += piece.count }
            rest = rest.dropFirst(piece.count)
        }
        return lost
    }
}
