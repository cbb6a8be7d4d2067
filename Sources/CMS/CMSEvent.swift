package import JSONScanning
package import Roster
package import StatusEngine

/// What is worth counting about the calls; all of it fit for metrics and logs.
package enum CMSEvent: Hashable, Sendable {
    /// A call about agents ended, well where there is no failure.
    case callEnded(duration: Duration, bodyBytes: Int, failure: CallFailure.Code?)
    /// A call about groups ended, well where there is no failure.
    case groupCallEnded(
        kind: GroupCallKind,
        duration: Duration,
        bodyBytes: Int,
        failure: CallFailure.Code?
    )
    /// An answer could be used and was not all that the contract says; `first` is the first agent
    /// it was met with, where it has to do with one.
    case anomaly(RowAnomaly, count: Int, first: AgentID? = nil)
    /// A body could not be used.
    case bodyRefused(BodyFault)
    /// No connection could be made to a base URL.
    case connectionNotMade(BaseURL, CallFailure.Code)
    /// An answer told the CMS's time: its clock minus ours, in seconds.
    case clockSkew(seconds: Int64)
}
