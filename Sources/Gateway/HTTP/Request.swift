package import NIOCore
package import NIOHTTP1
package import StatusEngine

/// One request as read from the wire, checked as HTTP but not yet understood.
package struct Request: Sendable {
    /// Names the request in answers and logs: the client's own id where it is sane, else ours.
    package let id: String
    /// The method.
    package let method: HTTPMethod
    /// The target's path, still percent-encoded, ASCII only; `*` for the asterisk form.
    package let path: String
    /// The target's query, still percent-encoded, without its question mark.
    package let query: String?
    /// The header fields.
    package let headers: HTTPHeaders
    /// Which of them there are.
    package let names: FieldNames
    /// The version.
    package let version: HTTPVersion
    /// The body, where there is one.
    package let body: ByteBuffer?
    /// The client's IP address: the peer's, or the one a trusted proxy names; nothing where the peer
    /// came through a Unix socket and nobody trusted says more.
    package var client: ClientAddress?
    /// Who asks, where somebody follows what becomes of the request.
    package var asker: AskerID?

    /// Creates a request.
    package init(
        id: String,
        method: HTTPMethod = .GET,
        path: String,
        query: String? = nil,
        headers: HTTPHeaders = [:],
        names: FieldNames? = nil,
        version: HTTPVersion = .http1_1,
        body: ByteBuffer? = nil,
        client: ClientAddress? = nil
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.names = names ?? FieldNames(headers)
        self.version = version
        self.body = body
        self.client = client
    }

    /// Whether the head has one of these fields.
    func has(_ wanted: FieldNames.Names) -> Bool { !names.present.isDisjoint(with: wanted) }
}
