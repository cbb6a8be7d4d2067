import Logging
import ServiceLifecycle
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct SnapshotServiceTests {
    /// Ticks when it is told to.
    private struct HandTicks: Ticking {
        let stream: AsyncStream<Void>
        let interval: Duration

        func ticks(every interval: Duration) -> AsyncStream<Void> {
            #expect(interval == self.interval)
            return stream
        }
    }

    @Test func `a snapshot is written at every tick and once more at the end`() async throws {
        let fixture = StateFixture()
        let keeper = try fixture.snapshotKeeper(fixture.status())
        let (stream, ticks) = AsyncStream.makeStream(of: Void.self)
        let service = SnapshotService(
            keeper,
            ticks: HandTicks(stream: stream, interval: .seconds(60)),
            interval: .seconds(60)
        )
        let group = ServiceGroup(
            services: [service],
            gracefulShutdownSignals: [],
            logger: Logger(label: "test")
        )
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            #expect(fixture.files.done == [])
            ticks.yield()
            await fixture.log.line(with: "A snapshot was written.")
            #expect(fixture.files.done.count == 1)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        let replaced = "replace /state/snapshot"
        #expect(fixture.files.done == [replaced, replaced])
    }
}
