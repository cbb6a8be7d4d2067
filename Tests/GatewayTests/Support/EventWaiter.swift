import Gateway
import NIOCore
import NIOPosix

/// Waits for one event of a server.
final class EventWaiter: HTTPObserver {
    private let awaited: HTTPEvent
    private let promise: EventLoopPromise<Void>

    init(_ awaited: HTTPEvent) {
        self.awaited = awaited
        promise = MultiThreadedEventLoopGroup.singleton.next().makePromise()
    }

    func observe(_ event: HTTPEvent) {
        if event == awaited { promise.succeed() }
    }

    func seen() async throws {
        try await promise.futureResult.get()
    }
}
