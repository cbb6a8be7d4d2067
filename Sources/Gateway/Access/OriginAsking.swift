internal import NIOHTTP1

/// From which web page a request comes, if a browser says so.
struct OriginAsking: Hashable, Sendable {
    /// The page's origin; nothing where none is named, or several are.
    let origin: String?
    /// Whether a browser asks first whether it may ask.
    let isPreflight: Bool

    /// Reads `Origin` and `Access-Control-Request-Method`.
    init(_ request: Request) {
        let named = request.headers.trimmed("origin")
        origin = named.count == 1 ? named.first.map(String.init) : nil
        isPreflight =
            request.method == .OPTIONS
            && request.headers.contains(name: "access-control-request-method")
    }
}
