package import Roster

/// One call as it goes over the wire, but for what differs from attempt to attempt.
package protocol CMSRequest: Sendable {
    /// How it is sent.
    var method: CMSMethod { get }
    /// Its path behind the base URL's own, as it is sent.
    var path: String { get }
    /// The exact bytes; none with `GET`.
    var body: [UInt8] { get }
}

extension CMSRequest {
    /// As it is sent and signed (contract section 1, and the signing vectors).
    private static var contentType: String { "application/json;charset=UTF-8" }

    /// All headers of one attempt, signed for this host and moment; never sign once and send twice.
    package func signedHeaders(
        for baseURL: BaseURL,
        credentials: Credentials,
        signing: SigningSettings,
        at moment: Timestamp
    ) -> [(name: String, value: String)] {
        let headers = contentHeaders + [(name: "host", value: baseURL.hostHeader)]
        let request = SignableRequest(
            method: method.rawValue,
            path: baseURL.pathPrefix + path,
            headers: signing.signedHeaders == .all ? headers : headers.suffix(1),
            body: body
        )
        let authorization = Signature.authorization(
            for: request,
            credentials: credentials,
            timestamp: signing.timestamp.text(of: moment),
            emptyQueryLine: signing.emptyQueryLine
        )
        return headers + [(name: "authorization", value: authorization)]
    }

    /// The headers that tell of the body.
    ///
    /// A `GET` has no body and sends none of them; so none is signed either, and `host` is signed
    /// alone whatever `signedHeaders` says. That is our reading of contract section 2, which tells
    /// only of calls with a body.
    private var contentHeaders: [(name: String, value: String)] {
        switch method {
        case .get: []
        case .post:
            [
                (name: "content-length", value: String(body.count)),
                (name: "content-type", value: Self.contentType),
            ]
        }
    }
}
