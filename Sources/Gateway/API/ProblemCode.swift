package import Roster

/// The closed set of problems a client can be told of, and their HTTP statuses: the one place
/// where statuses of errors are chosen.
package enum ProblemCode: String, CaseIterable, Hashable, Sendable {
    case badRequest = "bad-request"
    case invalidPath = "invalid-path"
    case invalidAgentID = "invalid-agent-id"
    case agentIDOutOfRange = "agent-id-out-of-range"
    case invalidParameter = "invalid-parameter"
    case noSuchRoute = "no-such-route"
    case unknownVDN = "unknown-vdn"
    case unknownGroup = "unknown-group"
    case agentNotReported = "agent-not-reported"
    case methodNotAllowed = "method-not-allowed"
    case requestTimeout = "request-timeout"
    case contentTooLarge = "content-too-large"
    case targetTooLong = "target-too-long"
    case expectationFailed = "expectation-failed"
    case headTooLarge = "head-too-large"
    case notImplemented = "not-implemented"
    case cmsError = "cms-error"
    case cmsMalformed = "cms-malformed"
    case cmsUnavailable = "cms-unavailable"
    case cmsLockedOut = "cms-locked-out"
    case overloaded = "overloaded"
    case shuttingDown = "shutting-down"
    case notReady = "not-ready"
    case deadlineExceeded = "deadline-exceeded"
    case versionNotSupported = "http-version-not-supported"

    /// The HTTP status.
    package var status: Int {
        switch self {
        case .badRequest, .invalidPath, .invalidAgentID, .agentIDOutOfRange, .invalidParameter: 400
        case .noSuchRoute, .unknownVDN, .unknownGroup, .agentNotReported: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .contentTooLarge: 413
        case .targetTooLong: 414
        case .expectationFailed: 417
        case .headTooLarge: 431
        case .notImplemented: 501
        case .cmsError, .cmsMalformed: 502
        case .cmsUnavailable, .cmsLockedOut, .overloaded, .shuttingDown, .notReady: 503
        case .deadlineExceeded: 504
        case .versionNotSupported: 505
        }
    }

    /// The kind of problem in words; the same for every occurrence (RFC 9457 section 3.1.3).
    package var title: String {
        switch self {
        case .badRequest: "Malformed HTTP request"
        case .invalidPath: "Invalid path"
        case .invalidAgentID: "Invalid agent id"
        case .agentIDOutOfRange: "Agent id out of range"
        case .invalidParameter: "Invalid parameter"
        case .noSuchRoute: "No such route"
        case .unknownVDN: "Unknown VDN"
        case .unknownGroup: "Unknown group"
        case .agentNotReported: "Agent not reported"
        case .methodNotAllowed: "Method not allowed"
        case .requestTimeout: "Request timeout"
        case .contentTooLarge: "Content too large"
        case .targetTooLong: "Request target too long"
        case .expectationFailed: "Expectation failed"
        case .headTooLarge: "Request head too large"
        case .notImplemented: "Not implemented"
        case .cmsError: "CMS error"
        case .cmsMalformed: "CMS answer malformed"
        case .cmsUnavailable: "CMS unavailable"
        case .cmsLockedOut: "CMS locked out"
        case .overloaded: "Overloaded"
        case .shuttingDown: "Shutting down"
        case .notReady: "Not ready"
        case .deadlineExceeded: "Deadline exceeded"
        case .versionNotSupported: "HTTP version not supported"
        }
    }

    /// What a trouble is called towards clients.
    package init(_ trouble: Trouble) {
        switch trouble {
        case .deadlineExceeded: self = .deadlineExceeded
        case .cmsUnavailable: self = .cmsUnavailable
        case .cmsLockedOut: self = .cmsLockedOut
        case .cmsError: self = .cmsError
        case .cmsMalformed: self = .cmsMalformed
        case .overloaded: self = .overloaded
        case .shuttingDown: self = .shuttingDown
        }
    }
}
