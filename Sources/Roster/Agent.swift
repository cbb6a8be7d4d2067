/// An agent as last observed.
package struct Agent: Hashable, Sendable {
    /// What the CMS told.
    package var report: AgentReport {
        didSet { fingerprint = contentFingerprint }
    }
    /// When the present state began, in whole seconds; stays put while the state lasts.
    package var stateSince: Timestamp {
        didSet { fingerprint = contentFingerprint }
    }
    /// When the CMS told it, by this machine's clock.
    package var observedAt: Timestamp
    /// The digest of all the others but `observedAt`: made once when a row lands, so that answers
    /// of many agents get their entity tags without a look at each field.
    package private(set) var fingerprint: UInt64 = 0

    /// Takes a report in, holding on to the previous observation's `stateSince` where it is the
    /// same state still.
    ///
    /// The CMS looked at some time between the question and the answer, and counts whole seconds:
    /// within that window, a second to either side allowed for the clocks, it is the same state.
    /// - Parameters:
    ///   - report: what the CMS told.
    ///   - askedAt: when the call left.
    ///   - observedAt: when the answer came.
    ///   - previous: the observation before, if there is one.
    package init(
        _ report: AgentReport,
        askedAt: Timestamp,
        observedAt: Timestamp,
        previous: Agent?
    ) {
        self.report = report
        self.observedAt = observedAt
        let latest = observedAt.advanced(bySeconds: -report.stateSeconds)
        let earliest = askedAt.advanced(bySeconds: -report.stateSeconds)
        stateSince = latest.wholeSeconds
        if let previous, previous.isSameStretch(as: report),
            earliest.advanced(bySeconds: -2) <= previous.stateSince,
            previous.stateSince <= latest.advanced(bySeconds: 1)
        {
            stateSince = previous.stateSince
        }
        fingerprint = contentFingerprint
    }

    /// Whose observation this is.
    package var id: AgentID { report.id }

    private func isSameStretch(as other: AgentReport) -> Bool {
        report.stateCode == other.stateCode && report.previousStateCode == other.previousStateCode
    }
}
