package import NIOCore

/// One answer, ready to be written but for the fields every answer has.
package struct Response: Sendable {
    /// A header field beyond the common ones.
    package struct Field: Hashable, Sendable {
        /// The name as written.
        package let name: String
        /// The value: no line breaks.
        package let value: String

        /// Creates a field.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The status code.
    package var status: Int
    /// The body's media type; nothing for an answer that has no body.
    package var contentType: String?
    /// Further fields, in the order written.
    package var fields: [Field]
    /// The body, where it is whole; left out where the request was HEAD.
    package var body: ByteBuffer
    /// The body, where it is made as the client takes it; `body` is empty then.
    package var stream: (any BodyStream)?
    /// What was asked for, for the metrics.
    package var route: RouteLabel
    /// What caches are told of it.
    var caching: CachingFields?
    /// What of the request it depends on, beside the target.
    var dependencies: AnswerDependencies = []
    /// Whether it is for its asker alone, so that no cache may give it to others (RFC 9111 section
    /// 5.2.2.7).
    var isPrivate = false
    /// Where it came from, for the metrics and the log.
    package var provenance = Provenance()

    /// Further fields that tell its asker of limits and of what its web page may read: they hold for
    /// whatever is answered in its place, too.
    var askerFields: [Field] = []

    /// Creates an answer.
    package init(
        status: Int,
        contentType: String?,
        fields: [Field] = [],
        body: ByteBuffer = ByteBuffer(),
        stream: (any BodyStream)? = nil,
        route: RouteLabel
    ) {
        self.status = status
        self.contentType = contentType
        self.fields = fields
        self.body = body
        self.stream = stream
        self.route = route
    }

    /// What it holds until it is written, in bytes.
    var heldBytes: Int { body.readableBytes + (stream?.heldBytes ?? 0) }

    /// The same answer, as one of a route.
    func of(_ route: RouteLabel) -> Response {
        var routed = self
        routed.route = route
        return routed
    }

    /// Another answer in the place of this one, to the same asker.
    func replaced(by other: Response) -> Response {
        var other = other.of(route)
        other.dependencies.formUnion(dependencies)
        other.isPrivate = isPrivate
        other.askerFields = askerFields
        return other
    }
}
