/// The time in which requests are still taken at the end while `/readyz` fails already, so that a
/// load balancer notices before the listener closes.
struct DrainDelay: Sendable {
    private let duration: Duration
    private let ticks: any Ticking

    init(_ duration: Duration, ticks: any Ticking) {
        self.duration = duration
        self.ticks = ticks
    }

    /// Returns when it has passed, or when the caller's task is cancelled.
    func pass() async {
        guard duration > .zero else { return }
        for await _ in ticks.ticks(every: duration) { return }
    }
}
