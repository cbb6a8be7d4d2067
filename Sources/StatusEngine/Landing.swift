internal import Roster

/// What a call has brought, on its way into the table.
///
/// For a long report that takes several steps; whoever waits for it waits for all of them.
struct Landing: Sendable {
    let call: CallID
    let flight: StatusEngine.Flight
    let report: StatusReport
    /// The pieces it brings news of.
    let awaited: Set<PieceID>
    /// Names it in the ledger of demand.
    let number: UInt64
    /// When the call left, by the wall clock.
    let askedAt: Timestamp
    /// When the call ended: when all of it was observed.
    let at: Moment
    /// Rows for ids that were not asked for, or not any more.
    var foreignRows = 0
    /// How many rows have been looked at.
    private var looked = 0

    init(
        _ call: CallID,
        _ flight: StatusEngine.Flight,
        _ report: StatusReport,
        number: UInt64,
        at now: Moment
    ) {
        self.call = call
        self.flight = flight
        self.report = report
        self.number = number
        awaited = Set(flight.pieces)
        let underWay = (now.instant - flight.startedAt).nanoseconds / 1_000_000
        askedAt = Timestamp(milliseconds: now.wall.milliseconds - underWay)
        at = now
    }

    /// Takes the rows of the next step.
    mutating func takeNext(_ count: Int) -> ArraySlice<AgentReport> {
        let next = report.reports[looked...].prefix(count)
        looked += next.count
        return next
    }

    /// Whether all rows have been looked at.
    var isComplete: Bool { looked == report.reports.count }
}
