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
    /// The body; left out where the request was HEAD.
    package var body: ByteBuffer
    /// What was asked for, for the metrics.
    package var route: RouteLabel
    /// What caches are told of it.
    var caching: CachingFields?
    /// Where it came from, for the metrics and the log.
    package var provenance = Provenance()

    /// Creates an answer.
    package init(
        status: Int,
        contentType: String?,
        fields: [Field] = [],
        body: ByteBuffer = ByteBuffer(),
        route: RouteLabel
    ) {
        self.status = status
        self.contentType = contentType
        self.fields = fields
        self.body = body
        self.route = route
    }
}
