internal import NIOHTTP1

/// The words that go with an HTTP status.
enum HTTPReason {
    /// `Unauthorized` for 401; "Unknown" for a status nobody has registered.
    static func phrase(of status: Int) -> String {
        let phrase = HTTPResponseStatus(statusCode: status).reasonPhrase
        return phrase.isEmpty ? "Unknown" : phrase
    }
}
