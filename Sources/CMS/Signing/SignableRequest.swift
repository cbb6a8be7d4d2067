/// What of a request is signed, as it goes over the wire.
package struct SignableRequest: Sendable {
    /// The method, upper case.
    package var method: String
    /// The path as sent, without a query.
    package var path: String
    /// The query's names and values, decoded.
    package var query: [(name: String, value: String)]
    /// The headers to sign, names in lower case.
    package var headers: [(name: String, value: String)]
    /// The exact bytes of the body.
    package var body: [UInt8]

    /// Creates the signed part of a request.
    package init(
        method: String,
        path: String,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)],
        body: [UInt8]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}
