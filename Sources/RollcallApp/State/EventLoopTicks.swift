package import NIOCore
internal import StatusEngine

/// Ticks of an event loop's clock.
package struct EventLoopTicks: Ticking {
    private let eventLoop: any EventLoop

    /// Creates ticks that come from the event loop.
    package init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Ticks until nobody listens any more.
    package func ticks(every interval: Duration) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let delay = TimeAmount.nanoseconds(interval.nanoseconds)
        let task = eventLoop.scheduleRepeatedTask(initialDelay: delay, delay: delay) { _ in
            continuation.yield()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }
}
