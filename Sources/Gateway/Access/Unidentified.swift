/// Why it cannot be said who asks.
enum Unidentified: Error, Hashable, Sendable {
    /// No key came with the request.
    case missing
    /// What came is no key of ours.
    case unknown

    /// What the client is told; never anything of what it sent.
    var problem: Problem {
        switch self {
        case .missing:
            Problem(.unauthorized, "A key is needed: Authorization: Bearer KEY, or X-API-Key.")
        case .unknown: Problem(.unauthorized, "This key is not known here.")
        }
    }

    /// How to do better (RFC 6750 section 3).
    var challenge: Response.Field {
        switch self {
        case .missing: .init("WWW-Authenticate", "Bearer realm=\"rollcall\"")
        case .unknown:
            .init("WWW-Authenticate", "Bearer realm=\"rollcall\", error=\"invalid_token\"")
        }
    }
}
