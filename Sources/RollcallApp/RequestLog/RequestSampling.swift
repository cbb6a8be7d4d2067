internal import Gateway

/// Decides which requests get a line.
struct RequestSampling: Hashable, Sendable {
    /// The least status that always gets one, where any request does.
    static let leastErrorStatus = 400

    private let settings: RequestLogSettings
    /// What the hash of a sampled id stays below, counted as nginx's `split_clients` counts.
    private let limit: UInt32

    init(_ settings: RequestLogSettings) {
        self.settings = settings
        limit = UInt32.max / UInt32(clamping: max(1, settings.sampleOneIn))
    }

    /// Whether a finished request gets a line.
    ///
    /// By the request's id and nothing else: a proxy that gave the id, another gateway, and a
    /// repeated run come to the same decision.
    func picks(_ request: FinishedRequest) -> Bool {
        switch settings.mode {
        case .none: false
        case .all: true
        case .sampled:
            request.status >= Self.leastErrorStatus || MurmurHash2.hash(request.id) < limit
        }
    }
}
