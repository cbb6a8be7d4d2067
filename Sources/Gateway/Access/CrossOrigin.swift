/// Which web pages' scripts may read answers (the Fetch standard's CORS).
///
/// Credentials of the browser, such as cookies, are never allowed: a page that has a key sends it
/// itself.
package struct CrossOrigin: Hashable, Sendable {
    private let origins: Set<String>
    private let allowsAny: Bool

    /// How long a browser may remember a preflight's answer, in seconds; no browser does so longer.
    static let maximumAge = 7_200
    /// The fields of answers that scripts may read beyond the few they always may.
    static let exposed = """
        Age, Allow, Cache-Status, ETag, Preference-Applied, RateLimit, RateLimit-Policy, \
        Retry-After, WWW-Authenticate, X-Request-Id
        """
    /// The fields scripts may send beyond the few they always may.
    static let accepted = """
        Authorization, Cache-Control, Content-Type, If-None-Match, Pragma, Prefer, X-API-Key, \
        X-Request-Id, traceparent, tracestate
        """

    /// Creates the policy from origins such as `https://wallboard.example`; `*` allows any.
    package init(origins: [String]) {
        self.origins = Set(origins)
        allowsAny = origins.contains("*")
    }

    /// Gives an answer the fields that its request's origin is to see.
    func mark(_ response: inout Response, for asker: OriginAsking) {
        if !allowsAny { response.dependencies.insert(.origin) }
        guard let origin = asker.origin, allowsAny || origins.contains(origin) else { return }
        let shown = allowsAny ? "*" : origin
        response.askerFields.append(.init("Access-Control-Allow-Origin", shown))
        guard asker.isPreflight else {
            response.askerFields.append(.init("Access-Control-Expose-Headers", Self.exposed))
            return
        }
        // The methods of the path, as `Allow` has them.
        guard let methods = response.fields.first(where: { $0.name == "Allow" }) else { return }
        response.askerFields += [
            .init("Access-Control-Allow-Methods", methods.value),
            .init("Access-Control-Allow-Headers", Self.accepted),
            .init("Access-Control-Max-Age", String(Self.maximumAge)),
        ]
    }
}
