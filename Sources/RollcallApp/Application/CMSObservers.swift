internal import CMS

/// Tells several observers, in order.
struct CMSObservers: CMSObserver {
    private let observers: [any CMSObserver]

    init(_ observers: [any CMSObserver]) { self.observers = observers }

    func observe(_ event: CMSEvent) {
        for observer in observers { observer.observe(event) }
    }
}
