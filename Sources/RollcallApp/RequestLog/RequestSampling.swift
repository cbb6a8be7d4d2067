internal import Gateway
internal import StatusEngine

/// Decides which requests get a line.
struct RequestSampling: Hashable, Sendable {
    /// The least status that always gets one, where any request does.
    static let leastErrorStatus = 400

    private let settings: RequestLogSettings
    /// What a sampled request's random number stays below.
    private let limit: UInt64

    init(_ settings: RequestLogSettings) {
        self.settings = settings
        limit = UInt64.max / UInt64(max(1, settings.sampleOneIn))
    }

    /// Whether a finished request gets a line.
    ///
    /// The number counts the requests, and is taken only if it decides: nothing a client sends does,
    /// its id neither.
    func picks(_ request: FinishedRequest, number: @autoclosure () -> UInt64) -> Bool {
        switch settings.mode {
        case .none: return false
        case .all: return true
        case .sampled:
            guard request.status < Self.leastErrorStatus else { return true }
            var random = SplitMix64(seed: number())
            return random.next() <= limit
        }
    }
}
