internal import Gateway

/// Tells several observers, in order.
struct HTTPObservers: HTTPObserver {
    private let observers: [any HTTPObserver]

    init(_ observers: [any HTTPObserver]) { self.observers = observers }

    func observe(_ event: HTTPEvent) {
        for observer in observers { observer.observe(event) }
    }
}
