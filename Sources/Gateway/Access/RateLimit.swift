/// How often a client may ask.
package struct RateLimit: Hashable, Sendable {
    /// The requests that are allowed again in each window.
    package let requests: Int
    /// The window: whole seconds, since the fields that tell it know no others.
    package let windowSeconds: Int
    /// The requests that may come at once, by a client that was silent before.
    package let burst: Int

    /// How many requests may be set.
    package static let allowedRequests = 1...1_000_000
    /// How many seconds a window may have.
    package static let allowedSeconds = 1...3_600

    /// Creates a limit; values outside the allowed ranges become the nearest inside.
    package init(requests: Int, windowSeconds: Int, burst: Int? = nil) {
        self.requests = Self.held(requests, in: Self.allowedRequests)
        self.windowSeconds = Self.held(windowSeconds, in: Self.allowedSeconds)
        self.burst = Self.held(burst ?? requests, in: Self.allowedRequests)
    }

    private static func held(_ value: Int, in range: ClosedRange<Int>) -> Int {
        min(max(value, range.lowerBound), range.upperBound)
    }
}
