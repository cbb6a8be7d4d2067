internal import StatusEngine

/// Tells several observers, in order.
struct EngineObservers: EngineObserver {
    private let observers: [any EngineObserver]

    init(_ observers: [any EngineObserver]) { self.observers = observers }

    func observe(_ event: EngineEvent) {
        for observer in observers { observer.observe(event) }
    }
}
