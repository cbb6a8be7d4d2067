internal import NIOHTTP1

/// What a request shows to prove who asks.
enum PresentedKey: Hashable, Sendable {
    /// Nothing.
    case none
    /// One key.
    case one(Substring)
    /// Several, or something that cannot be a key.
    case unusable

    /// The longest key looked at, in bytes; more is never hashed.
    static let maximumBytes = 512

    /// Reads `Authorization: Bearer KEY` (RFC 6750 section 2.1) and `X-API-Key: KEY`.
    ///
    /// Other schemes of `Authorization` are none of ours. Of several keys none is right: one who
    /// can add a field must not be able to choose.
    init(_ headers: HTTPHeaders) {
        let keys =
            headers.trimmed("authorization").compactMap(Self.bearer)
            + headers.trimmed("x-api-key")
        switch (keys.count, keys.first) {
        case (0, _): self = .none
        case (1, let key?) where (1...Self.maximumBytes).contains(key.utf8.count): self = .one(key)
        default: self = .unusable
        }
    }

    private static func bearer(_ value: Substring) -> Substring? {
        let end = value.utf8.firstIndex(where: HTTPHeaders.isSpace) ?? value.endIndex
        guard value[..<end].lowercased() == "bearer" else { return nil }
        return HTTPHeaders.trim(value[end...])
    }
}
