internal import NIOHTTP1

/// What a connection refuses by itself, before any route is looked for; it closes afterwards.
enum HTTPFault: Error, Hashable, Sendable {
    /// Not a request RFC 9112 allows; the text says why.
    case badRequest(StaticText)
    /// The target is longer than allowed.
    case targetTooLong(limit: Int)
    /// The head is larger, or has more fields, than allowed.
    case headTooLarge(bytes: Int, fields: Int)
    /// The body is larger than allowed.
    case bodyTooLarge(limit: Int)
    /// An `Expect` other than `100-continue`.
    case expectationFailed
    /// The request was not complete in time.
    case timedOut
    /// A method that is not taken here at all: `CONNECT`.
    case unknownMethod
    /// A transfer coding other than `chunked`.
    case unknownTransferCoding
    /// More connections than allowed.
    case tooManyConnections
    /// Larger bodies than all connections together may hold.
    case tooManyBodies

    /// A constant text, so that nothing a client sent can get into it.
    struct StaticText: Hashable, Sendable, ExpressibleByStringLiteral {
        let text: String

        init(stringLiteral text: StaticString) {
            self.text = text.description
        }
    }
}

extension HTTPFault {
    /// What the client is told.
    var problem: Problem {
        switch self {
        case .badRequest(let reason): Problem(.badRequest, reason.text)
        case .targetTooLong(let limit):
            Problem(.headTooLarge, "The request target is longer than \(limit) bytes.")
        case .headTooLarge(let bytes, let fields):
            Problem(
                .headTooLarge,
                "The request head has more than \(bytes) bytes or more than \(fields) fields."
            )
        case .bodyTooLarge(let limit):
            Problem(.contentTooLarge, "The request body is larger than \(limit) bytes.")
        case .expectationFailed:
            Problem(.expectationFailed, "The only expectation understood is 100-continue.")
        case .timedOut: Problem(.requestTimeout, "The request was not complete in time.")
        case .unknownMethod: Problem(.notImplemented, "The method is not known here.")
        case .unknownTransferCoding:
            Problem(.notImplemented, "The only transfer coding understood is chunked.")
        case .tooManyConnections:
            Problem(.overloaded, "More connections are open than are served.", retryAfter: 1)
        case .tooManyBodies:
            Problem(.overloaded, "Too many bytes of requests and answers are held.", retryAfter: 1)
        }
    }

    /// Another version than HTTP/1.0 and HTTP/1.1.
    static let otherVersion = HTTPFault.badRequest(
        "The request line does not end in HTTP/1.0 or HTTP/1.1, all that is spoken here."
    )

    /// What a parser error means, however the bytes were cut.
    init(parserError: HTTPParserError, limits: HTTPLimits) {
        switch parserError {
        case .headerOverflow:
            self = .headTooLarge(bytes: limits.maximumHeadBytes, fields: limits.maximumHeaderCount)
        // The parser says so also where a right version is not followed by CR LF, and it pauses at
        // the preface of HTTP/2.
        case .invalidVersion, .paused: self = .otherVersion
        case .invalidMethod: self = .badRequest("The method is not known here.")
        case .invalidEOFState: self = .badRequest("The connection ended within a request.")
        case .invalidURL: self = .badRequest("The request target is malformed.")
        case .unexpectedContentLength:
            self = .badRequest("Content-Length is repeated or beside Transfer-Encoding.")
        case .invalidContentLength: self = .badRequest("Content-Length is malformed.")
        case .invalidChunkSize: self = .badRequest("A chunk size is malformed.")
        case .invalidHeaderToken: self = .badRequest("A header field is malformed.")
        default: self = .badRequest("The request is malformed.")
        }
    }
}
