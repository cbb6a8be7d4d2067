/// What the faults have in store for one call, as it follows from the seed and the call's number.
package struct CallFate: Hashable, Sendable {
    /// How much later the answer comes, in milliseconds.
    package let delayMilliseconds: Int64
    /// How the call fails, if it does.
    package let failure: SimulatorFailure?
    /// The `Retry-After` of the 429 it gets, in seconds, if it does.
    package let retryAfter: Int?
    /// The share of the body that is sent before it breaks off, if it does.
    package let cutOff: Double?

    /// Draws each fault by itself, so that turning one on leaves the others where they were.
    init(of route: SimulatorRoute?, under conditions: CallConditions, seed: UInt64) {
        let (faults, number) = (conditions.faults, conditions.number)
        let isAboutGroups = if case .groups = route { true } else { false }
        var jitter = SeededRandom(seed, number, 11)
        delayMilliseconds =
            Int64(faults.latencyMilliseconds) + jitter.draw(0...Int64(faults.jitterMilliseconds))
            + (isAboutGroups ? Int64(faults.groupLatencyMilliseconds) : 0)
        failure =
            Self.failure(faults, seed, number)
            ?? (isAboutGroups ? Self.groupFailure(faults, seed, number) : nil)
        var cut = SeededRandom(seed, number, 13)
        cutOff = cut.chance(faults.cutOffRate) ? Double(cut.draw(5...95)) / 100 : nil
        retryAfter = Self.isThrottled(faults, number) ? faults.retryAfterSeconds : nil
    }

    private static func failure(
        _ faults: SimulatorFaults,
        _ seed: UInt64,
        _ number: UInt64
    ) -> SimulatorFailure? {
        var error = SeededRandom(seed, number, 12)
        guard error.chance(faults.effectiveErrorRate) else { return nil }
        return faults.failure ?? .status(500)
    }

    private static func groupFailure(
        _ faults: SimulatorFaults,
        _ seed: UInt64,
        _ number: UInt64
    ) -> SimulatorFailure? {
        var error = SeededRandom(seed, number, 14)
        guard error.chance(faults.effectiveGroupErrorRate) else { return nil }
        return faults.groupFailure ?? .status(500)
    }

    private static func isThrottled(_ faults: SimulatorFaults, _ number: UInt64) -> Bool {
        guard faults.throttleEvery > 0 else { return false }
        let place = number % UInt64(faults.throttleEvery)
        return place + UInt64(faults.throttleLength) >= UInt64(faults.throttleEvery)
    }
}
