/// What the engine is told once (design sections 5 and 6).
package struct EngineSettings: Hashable, Sendable {
    /// An observation younger than this is answered at once.
    package var timeToLive: Duration
    /// For so long after the time to live an observation is answered at once and refreshed
    /// behind the answer (RFC 5861 section 3).
    package var staleWhileRevalidate: Duration
    /// For so long after the time to live an observation is answered while the CMS fails
    /// (RFC 5861 section 4); past it, nothing is.
    package var staleIfError: Duration
    /// An id the CMS left out is not asked for again before.
    package var negativeTimeToLive: Duration
    /// Calls in flight at once, 1 and up.
    package var maximumConcurrentCalls: Int
    /// Questions waiting at once, 1 and up; more are answered as `overloaded`.
    package var maximumWaitingQuestions: Int
    /// Ids in all waiting questions together; a question that would exceed it is `overloaded`.
    package var maximumWaitingIDs: Int
    /// What the table of observations may occupy, in bytes.
    package var maximumBytes: Int

    /// The least time between forced looks at the same agent, where it is not the time to live.
    package var minimumRefreshInterval: Duration?
    /// The least time between forced looks at the same agent.
    package var refreshFloor: Duration { minimumRefreshInterval ?? timeToLive }
    /// Ids one call may carry, 1 to 6000 (contract section 1).
    package var maximumIDsPerCall = StatusCall.maximumIDs
    /// How many ids of one question, or of its answer, are dealt with at a time; of a longer one
    /// the rest follows in steps, between which others have their turn.
    package var maximumIDsAtOnce = 512
    /// Calls allowed in any window of time, if they are limited.
    package var callQuota: CallQuota?
    /// Base URLs to choose from, 1 and up.
    package var endpoints = 1
    /// How long after leaving the first base URL it is tried again.
    package var failbackInterval: Duration = .seconds(60)
    /// The longest wait before a failed call is retried; the wait is drawn between none and this.
    package var longestRetryDelay: Duration = .milliseconds(250)
    /// How long the first id waits for company before its call leaves; with calls in flight
    /// the wait grows with what they have been taking.
    package var gatherWindow: Duration = .microseconds(500)
    /// The longest wait for company.
    package var maximumGatherWindow: Duration = .milliseconds(20)
    /// The first pause after a failed call; doubles with each further failure.
    package var firstPause: Duration = .seconds(2)
    /// The longest pause after failed calls.
    package var maximumPause: Duration = .seconds(30)
    /// The groups that are learnt from the CMS.
    package var groups = GroupRefreshSettings()

    /// Creates settings; the defaults are the design's.
    package init(
        timeToLive: Duration = .seconds(2),
        staleWhileRevalidate: Duration = .seconds(10),
        staleIfError: Duration = .seconds(300),
        negativeTimeToLive: Duration = .seconds(30),
        maximumConcurrentCalls: Int = 4,
        maximumWaitingQuestions: Int = 10_000,
        maximumWaitingIDs: Int = 4_000_000,
        maximumBytes: Int = 256 << 20
    ) {
        self.timeToLive = timeToLive
        self.staleWhileRevalidate = staleWhileRevalidate
        self.staleIfError = staleIfError
        self.negativeTimeToLive = negativeTimeToLive
        self.maximumConcurrentCalls = maximumConcurrentCalls
        self.maximumWaitingQuestions = maximumWaitingQuestions
        self.maximumWaitingIDs = maximumWaitingIDs
        self.maximumBytes = maximumBytes
    }
}
