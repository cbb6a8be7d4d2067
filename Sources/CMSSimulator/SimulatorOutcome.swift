/// How a request under `/rest/` ended, for the counters.
package enum SimulatorOutcome: String, CaseIterable, Hashable, Sendable {
    /// Answered with rows, or the ping with its code.
    case good
    /// Refused with 0100002 because of what was asked.
    case illegalParameter
    /// Refused with 0101003 because of another `ccId` or VDN.
    case noPermission
    /// HTTP 401: the signature is bad or missing.
    case unauthorized
    /// HTTP 403: the address is locked.
    case locked
    /// HTTP 404.
    case notFound
    /// HTTP 405.
    case methodNotAllowed
    /// A fault's HTTP status or result code.
    case failed
    /// A fault's HTTP 429.
    case throttled
    /// A fault: never answered.
    case hung
    /// A fault: the connection closed without an answer.
    case closed
    /// A fault: the body broke off.
    case cutOff
}
