internal import NIOHTTP1
internal import StatusEngine

extension CallFailure {
    /// What an HTTP status other than 200 means (contract section 1).
    /// - Parameters:
    ///   - status: the status code.
    ///   - headers: the answer's headers.
    ///   - body: as much of the body as came.
    ///   - clocks: what a date in `Retry-After` is counted from.
    init(status: Int, headers: HTTPHeaders, body: [UInt8], clocks: ClockReading) {
        let isOwn = CMSErrorBody(reading: body, status: status) != nil
        let author = isOwn ? "by the CMS" : "not in the CMS's own form"
        self.init(
            Self.code(status: status, isOwn: isOwn),
            detail: "HTTP \(status)" + (status == 401 || status == 403 ? ", \(author)" : ""),
            retryAfter: headers.first(name: "retry-after")
                .flatMap { RetryAfter.seconds($0, now: clocks.ours) },
            clockSkew: clocks.skew
        )
    }

    private static func code(status: Int, isOwn: Bool) -> Code {
        switch status {
        case 401: .unauthorized
        case 403: isOwn ? .addressLocked : .forbidden
        case 418: .wrongHost
        case 429: .tooManyRequests
        case 500...599: .serverError
        default: .unexpectedStatus
        }
    }
}
