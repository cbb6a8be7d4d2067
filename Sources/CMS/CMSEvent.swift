package import StatusEngine

/// What is worth counting about the calls; all of it fit for metrics and logs.
package enum CMSEvent: Hashable, Sendable {
    /// A call ended, well where there is no failure.
    case callEnded(duration: Duration, bodyBytes: Int, failure: CallFailure.Code?)
    /// An answer could be used and was not all that the contract says.
    case anomaly(RowAnomaly, count: Int)
    /// A body could not be used.
    case bodyRefused(BodyFault)
    /// No connection could be made to a base URL; the call goes on to the next, if there is one.
    case connectionNotMade(BaseURL, CallFailure.Code)
}
