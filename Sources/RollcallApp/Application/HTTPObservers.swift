internal import Gateway
internal import NIOCore

/// Tells several observers, in order.
struct HTTPObservers: HTTPObserver {
    private let observers: [any HTTPObserver]

    init(_ observers: [any HTTPObserver]) { self.observers = observers }

    func observe(_ event: HTTPEvent) {
        for observer in observers { observer.observe(event) }
    }

    func observe(
        repeated first: FinishedRequest,
        duration: TimeAmount,
        again: () -> FinishedRequest
    ) {
        for observer in observers {
            observer.observe(repeated: first, duration: duration, again: again)
        }
    }
}
