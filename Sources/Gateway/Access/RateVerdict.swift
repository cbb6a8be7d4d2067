/// What a client's limit says to a request.
struct RateVerdict: Hashable, Sendable {
    /// The limit that holds for the client.
    let limit: RateLimit
    /// Whether the request may be made.
    let isAdmitted: Bool
    /// The requests that may follow at once.
    let remaining: Int
    /// Seconds until nothing is missing from the burst any more, without further requests.
    let secondsUntilFull: Int64
    /// Seconds until the request may be made; zero where it may now.
    let retryAfter: Int64

    /// The fields that tell it (draft-ietf-httpapi-ratelimit-headers-10).
    var fields: [Response.Field] {
        [
            .init("RateLimit-Policy", "\"client\";q=\(limit.requests);w=\(limit.windowSeconds)"),
            .init("RateLimit", "\"client\";r=\(remaining);t=\(secondsUntilFull)"),
        ]
    }

    /// What is told to a client that asked too often.
    var problem: Problem {
        Problem(
            .tooManyRequests,
            "This client may make \(limit.requests) requests in \(limit.windowSeconds) s.",
            retryAfter: retryAfter
        )
    }
}
