/// What calls have been taking.
struct LatencyEstimate: Sendable {
    /// A moving average over some eight calls; none before the first.
    private(set) var typical: Duration = .zero
    /// What a quick call takes: falls at once, rises slowly.
    private(set) var quick: Duration = .zero

    mutating func add(_ latency: Duration) {
        guard typical > .zero else {
            (typical, quick) = (latency, latency)
            return
        }
        typical = (typical * 7 + latency) / 8
        quick = min(latency, quick + (latency - quick) / 8)
    }
}
