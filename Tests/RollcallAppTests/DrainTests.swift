import NIOPosix
import Synchronization
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct DrainTests {
    /// Ticks when the test says so, and keeps what was asked for.
    private final class HandTicks: Ticking {
        private let asked = Mutex<[Duration]>([])
        private let stream: AsyncStream<Void>
        private let input: AsyncStream<Void>.Continuation

        var intervals: [Duration] { asked.withLock(\.self) }

        init() { (stream, input) = AsyncStream.makeStream() }

        func ticks(every interval: Duration) -> AsyncStream<Void> {
            asked.withLock { $0.append(interval) }
            return stream
        }

        func tick() { input.yield() }
    }

    @Test func `without a delay no clock is asked`() async {
        let ticks = HandTicks()
        await DrainDelay(.zero, ticks: ticks).pass()
        #expect(ticks.intervals == [])
    }

    @Test func `the delay passes with the clock's first tick`() async {
        let ticks = HandTicks()
        ticks.tick()
        await DrainDelay(.seconds(7), ticks: ticks).pass()
        #expect(ticks.intervals == [.seconds(7)])
    }

    @Test func `readyz fails and requests are served until the delay has passed`() async throws {
        let ticks = HandTicks()
        var settings = try Whole.settings(cmsPort: 1)
        settings.operation.drainDelay = .seconds(3_600)
        try await Whole.running(settings, on: MultiThreadedEventLoopGroup.singleton, ticks: ticks) {
            whole in
            #expect(try await whole.get("/healthz").status == 200)
            let ending = Task { await whole.application.stop() }
            await whole.log.line(with: "begins to drain")
            let ready = try await whole.admin("/readyz")
            #expect(ready.status == 503)
            #expect(ready.body.contains("stopping"))
            #expect(try await whole.get("/healthz").status == 200)
            ticks.tick()
            await whole.log.line(with: "A listener stops.")
            await ending.value
        }
        #expect(ticks.intervals == [.seconds(3_600)])
    }
}
