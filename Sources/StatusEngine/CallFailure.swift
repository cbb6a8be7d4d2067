package import Roster

/// Why a call to the CMS brought no rows.
package struct CallFailure: Error, Hashable, Sendable {
    /// The closed set of causes; only this reaches a metric label.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// The name could not be resolved or nothing accepted the connection.
        case connectFailed
        /// The TLS handshake failed: an unknown CA, a wrong name, an expired certificate.
        case tlsFailed
        /// No complete answer within the request time-out.
        case timedOut
        /// The connection broke before the answer was complete.
        case connectionLost
        /// The connection had been used before, and ended before a byte of the answer came: the CMS,
        /// or something on the way, may long have forgotten it.
        case reusedConnectionEnded
        /// HTTP 401: the signature was refused (contract section 1).
        case unauthorized
        /// HTTP 403 as the CMS itself gives it: the address is locked (contract section 1).
        case addressLocked
        /// HTTP 403 of something in front of the CMS.
        case forbidden
        /// HTTP 429.
        case tooManyRequests
        /// HTTP 418: the host and the TLS server name do not fit (contract section 1).
        case wrongHost
        /// HTTP 5xx.
        case serverError
        /// Any other HTTP status than 200.
        case unexpectedStatus
        /// The body is larger than allowed.
        case bodyTooLarge
        /// The body is not the JSON the contract describes.
        case malformedBody
        /// Result code 0100001: call failed.
        case callFailed
        /// Result code 0100002: illegal parameter.
        case illegalParameter
        /// Result code 0100003: needs a newer CTI.
        case needsNewerCTI
        /// Result code 0100999: unknown exception.
        case unknownException
        /// Result codes 0101001 and 0101002: other modules.
        case otherModule
        /// Result code 0101003: no permission.
        case noPermission
        /// Any other result code.
        case unknownResultCode
    }

    /// The cause.
    package let code: Code
    /// The particulars for the log: no secret, no body, at most some 200 characters.
    package let detail: String
    /// What the CMS asked to wait before the next call, in seconds.
    package let retryAfter: Int64?
    /// The CMS's clock minus ours in seconds, where its answer told the time.
    package let clockSkew: Int64?

    /// Creates a failure.
    package init(
        _ code: Code,
        detail: String = "",
        retryAfter: Int64? = nil,
        clockSkew: Int64? = nil
    ) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
        self.clockSkew = clockSkew
    }
}

extension CallFailure {
    /// Whether the same call may succeed if it is sent again at once.
    package var canBeRetried: Bool {
        guard (retryAfter ?? 0) <= 1 else { return false }
        switch code {
        case .connectFailed, .timedOut, .connectionLost, .reusedConnectionEnded, .serverError,
            .callFailed, .unknownException:
            return true
        default:
            return false
        }
    }
}

extension CallFailure.Code {
    /// Whether no further call may be sent: repeating it is what locks the address.
    package var locksOut: Bool {
        self == .unauthorized || self == .addressLocked
    }

    /// Whether a lock-out may come of it: a 403 of something before the CMS is one where it repeats.
    package var canLockOut: Bool { locksOut || self == .forbidden }

    /// Whether the CMS itself says no, and so has taken the signature.
    package var isVerdict: Bool {
        switch self {
        case .callFailed, .illegalParameter, .needsNewerCTI, .unknownException, .otherModule,
            .noPermission, .unknownResultCode:
            true
        default: false
        }
    }

    /// Whether it speaks against the one group that was asked for and not against the CMS as a whole.
    var concernsGroup: Bool {
        switch self {
        case .illegalParameter, .noPermission, .unknownResultCode, .malformedBody, .bodyTooLarge:
            true
        default: false
        }
    }

    /// Whether it speaks against the ids of this one call and not against the CMS as a whole.
    package var concernsIDs: Bool {
        self == .illegalParameter
    }

    /// Whether another base URL may fare better.
    package var speaksAgainstEndpoint: Bool {
        switch self {
        case .connectFailed, .tlsFailed, .timedOut, .connectionLost, .reusedConnectionEnded,
            .serverError:
            true
        default: false
        }
    }

    /// What a client is told of it.
    package var trouble: Trouble {
        switch self {
        case .connectFailed, .tlsFailed, .timedOut, .connectionLost, .reusedConnectionEnded,
            .tooManyRequests, .forbidden, .wrongHost, .serverError:
            .cmsUnavailable
        case .unauthorized, .addressLocked: .cmsLockedOut
        case .bodyTooLarge, .malformedBody, .unexpectedStatus: .cmsMalformed
        case .callFailed, .illegalParameter, .needsNewerCTI, .unknownException, .otherModule,
            .noPermission, .unknownResultCode:
            .cmsError
        }
    }
}
