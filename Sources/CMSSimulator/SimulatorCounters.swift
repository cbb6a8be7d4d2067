/// What the simulator has seen since its start or the last reset.
package struct SimulatorCounters: Hashable, Sendable, Codable {
    /// All requests under `/rest/`, whatever became of them.
    package var requests = 0
    /// Batch calls whose signature was good, whatever became of them.
    package var calls = 0
    /// The ids of all those calls.
    package var ids = 0
    /// The ids of the largest of them.
    package var largestCall = 0
    /// The most of those calls that were under way at one moment.
    package var mostCallsAtOnce = 0
    /// The ids of each of the last calls, oldest first.
    package var recentCallSizes: [Int] = []
    /// When each of the last calls came, in ms since 1970, oldest first.
    package var recentCallTimes: [Int64] = []
    /// Calls about groups whose signature was good, whatever became of them.
    package var groupCalls = 0
    /// How many of those asked for what, by the names of `GroupCallKind`.
    package var groupCallsByKind = Dictionary(
        uniqueKeysWithValues: GroupCallKind.allCases.map { ($0.rawValue, 0) }
    )
    /// When each of the last 10,000 of those came, in ms since 1970, oldest first.
    package var recentGroupCallTimes: [Int64] = []
    /// Pings whose signature was good.
    package var pings = 0
    /// Requests answered with 401 because of their signature.
    package var badSignatures = 0
    /// Addresses that are locked, sorted.
    package var lockedAddresses: [String] = []
    /// How many requests ended how, by the names of `SimulatorOutcome`.
    package var outcomes: [String: Int] = [:]

    /// Nothing seen.
    package init() {}
}
