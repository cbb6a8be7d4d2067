package import Roster

/// The closed set of problems a client can be told of, and their HTTP statuses: the one place
/// where statuses of errors are chosen.
package enum ProblemCode: String, CaseIterable, Hashable, Sendable {
    /// Not a request RFC 9112 allows.
    case badRequest = "bad-request"
    /// Broken percent-encoding or a dot segment.
    case invalidPath = "invalid-path"
    /// Not a plain decimal number.
    case invalidAgentID = "invalid-agent-id"
    /// A number no agent can have.
    case agentIDOutOfRange = "agent-id-out-of-range"
    /// A query parameter that is broken, missing, unknown or too much.
    case invalidParameter = "invalid-parameter"
    /// A request without a key, or with one that is not known.
    case unauthorized = "unauthorized"
    /// A request for something its key does not cover.
    case forbidden = "forbidden"
    /// A body that is not what the route takes.
    case invalidBody = "invalid-body"
    /// A path that is none of ours.
    case noSuchRoute = "no-such-route"
    /// A VDN that is not served.
    case unknownVDN = "unknown-vdn"
    /// A group the VDN does not have.
    case unknownGroup = "unknown-group"
    /// A group, or the agents of a VDN, of which the CMS has not told yet.
    case groupsNotLearnt = "groups-not-learnt"
    /// An agent the CMS left out of its answer.
    case agentNotReported = "agent-not-reported"
    /// A method the path does not have.
    case methodNotAllowed = "method-not-allowed"
    /// An `Accept` that rules out all there is.
    case notAcceptable = "not-acceptable"
    /// A request that was not complete in time.
    case requestTimeout = "request-timeout"
    /// A body over the limit.
    case contentTooLarge = "content-too-large"
    /// A body of a media type, or with a content coding, that the route does not take.
    case unsupportedMediaType = "unsupported-media-type"
    /// An `Expect` other than `100-continue`.
    case expectationFailed = "expectation-failed"
    /// A client that asks more often, or waits more often at once, than it may.
    case tooManyRequests = "too-many-requests"
    /// A head or a target over the limits.
    case headTooLarge = "head-too-large"
    /// A method or transfer coding that is not taken at all.
    case notImplemented = "not-implemented"
    /// The CMS answered with an error.
    case cmsError = "cms-error"
    /// The CMS was not understood.
    case cmsMalformed = "cms-malformed"
    /// The CMS was not reached.
    case cmsUnavailable = "cms-unavailable"
    /// The CMS refuses our signature or address.
    case cmsLockedOut = "cms-locked-out"
    /// More is asked than is taken on.
    case overloaded = "overloaded"
    /// The gateway is stopping.
    case shuttingDown = "shutting-down"
    /// The gateway should be given no requests now; admin listener only.
    case notReady = "not-ready"
    /// The CMS did not answer within the time the request may take.
    case deadlineExceeded = "deadline-exceeded"
    /// The request wanted an answer from memory, and there is none (`only-if-cached`).
    case notCached = "not-cached"

    /// The HTTP status.
    package var status: Int {
        switch self {
        case .badRequest, .invalidPath, .invalidAgentID, .agentIDOutOfRange, .invalidParameter,
            .invalidBody:
            400
        case .unauthorized: 401
        case .forbidden: 403
        case .noSuchRoute, .unknownVDN, .unknownGroup, .agentNotReported: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .requestTimeout: 408
        case .contentTooLarge: 413
        case .unsupportedMediaType: 415
        case .expectationFailed: 417
        case .tooManyRequests: 429
        case .headTooLarge: 431
        case .notImplemented: 501
        case .cmsError, .cmsMalformed: 502
        case .groupsNotLearnt, .cmsUnavailable, .cmsLockedOut, .overloaded, .shuttingDown,
            .notReady:
            503
        case .deadlineExceeded, .notCached: 504
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
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .invalidBody: "Invalid body"
        case .noSuchRoute: "No such route"
        case .unknownVDN: "Unknown VDN"
        case .unknownGroup: "Unknown group"
        case .groupsNotLearnt: "Groups not learnt"
        case .agentNotReported: "Agent not reported"
        case .methodNotAllowed: "Method not allowed"
        case .notAcceptable: "Not acceptable"
        case .requestTimeout: "Request timeout"
        case .contentTooLarge: "Content too large"
        case .unsupportedMediaType: "Unsupported media type"
        case .expectationFailed: "Expectation failed"
        case .tooManyRequests: "Too many requests"
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
        case .notCached: "Not cached"
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
        case .notCached: self = .notCached
        case .overloaded: self = .overloaded
        case .shuttingDown: self = .shuttingDown
        }
    }
}
