package import Roster

/// Whether requests should be given to this process now, and what is not well all the same.
package struct ReadinessReport: Hashable, Sendable {
    /// Why no requests should be given; empty when they should.
    package let reasons: [ReadinessReason]
    /// What keeps answers from being fresh though requests are answered.
    package let degraded: [Degradation]

    /// Creates a report.
    package init(reasons: [ReadinessReason] = [], degraded: [Degradation] = []) {
        self.reasons = reasons
        self.degraded = degraded
    }
}

/// One reason why no requests should be given to this process now.
package struct ReadinessReason: Hashable, Sendable {
    /// A word out of a closed set.
    package let code: String
    /// The word, and since when and until when it holds, as far as that is known.
    package let detail: String

    /// Creates a reason.
    package init(_ code: String, detail: String? = nil) {
        self.code = code
        self.detail = detail ?? code
    }
}

/// One thing that keeps answers from being fresh: requests are answered with what is known.
package struct Degradation: Hashable, Sendable {
    /// A word out of a closed set.
    package let reason: String
    /// Since when, as far as this process knows.
    package let since: Timestamp

    /// Creates one.
    package init(_ reason: String, since: Timestamp) {
        self.reason = reason
        self.since = since
    }
}
