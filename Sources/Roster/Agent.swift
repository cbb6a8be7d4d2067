/// An agent as last observed.
package struct Agent: Hashable, Sendable {
    /// What the CMS told.
    package var report: AgentReport {
        didSet { fingerprint = contentFingerprint }
    }
    /// When the present state began, in whole seconds; stays put while the state lasts.
    ///
    /// Nothing where the CMS does not know for how long it has lasted.
    package var stateSince: Timestamp? {
        get { sinceOrNever == Self.never ? nil : sinceOrNever }
        set {
            sinceOrNever = newValue ?? Self.never
            fingerprint = contentFingerprint
        }
    }
    /// When the CMS told it, by this machine's clock.
    package var observedAt: Timestamp
    /// The digest of all the others but `observedAt`: made once when a row lands, so that answers
    /// of many agents get their entity tags without a look at each field.
    package private(set) var fingerprint: UInt64 = 0
    /// When the present state began; the end of all time where that is not known, which takes no room of
    /// its own, and no call where agents are counted by the thousand.
    package private(set) var sinceOrNever = Self.never
    private static let never = Timestamp(milliseconds: .max)

    /// Takes a report in, holding on to the previous observation's `stateSince` where it is the
    /// same state still.
    ///
    /// The CMS looked at some time between the question and the answer, and counts whole seconds:
    /// within that window, a second to either side allowed for the clocks, it is the same state. Where
    /// it does not know the seconds, the agent may have left the state and come back: nothing is held on
    /// to.
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
        if let seconds = report.stateSeconds {
            let latest = observedAt.advanced(bySeconds: -seconds)
            let earliest = askedAt.advanced(bySeconds: -seconds)
            sinceOrNever = latest.wholeSeconds
            if let previous, previous.isSameStretch(as: report),
                earliest.advanced(bySeconds: -2) <= previous.sinceOrNever,
                previous.sinceOrNever <= latest.advanced(bySeconds: 1)
            {
                sinceOrNever = previous.sinceOrNever
            }
        }
        fingerprint = contentFingerprint
    }

    /// Whose observation this is.
    package var id: AgentID { report.id }

    private func isSameStretch(as other: AgentReport) -> Bool {
        report.stateCode == other.stateCode && report.previousStateCode == other.previousStateCode
    }
}
