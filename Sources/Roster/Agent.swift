/// An agent as last observed.
package struct Agent: Hashable, Sendable {
    /// What the CMS told.
    package var report: AgentReport
    /// When the present state began, in whole seconds; stays put while the state lasts.
    package var stateSince: Timestamp
    /// When the CMS told it, by this machine's clock.
    package var observedAt: Timestamp

    /// How far two computed beginnings of one state may lie apart, in milliseconds: the CMS counts
    /// whole seconds, and the answer's way here takes its time.
    private static let jitter: Int64 = 2_000

    /// Takes a report in, holding on to the previous observation's `stateSince` where it is the
    /// same state still.
    package init(_ report: AgentReport, observedAt: Timestamp, previous: Agent?) {
        self.report = report
        self.observedAt = observedAt
        let computed = observedAt.advanced(bySeconds: -report.stateSeconds).wholeSeconds
        stateSince = computed
        if let previous, previous.isSameStretch(as: report),
            abs(previous.stateSince.milliseconds - computed.milliseconds) <= Self.jitter
        {
            stateSince = previous.stateSince
        }
    }

    /// Whose observation this is.
    package var id: AgentID { report.id }

    private func isSameStretch(as other: AgentReport) -> Bool {
        report.stateCode == other.stateCode && report.previousStateCode == other.previousStateCode
    }
}
