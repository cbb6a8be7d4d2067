internal import NIOCore

extension Response {
    /// A 200 with fields for caches, or a 304 where the client has the content already; then it is
    /// not written (RFC 9110 section 15.4.5).
    static func conditional(
        _ contentType: String,
        _ fields: CachingFields,
        unless condition: IfNoneMatch,
        route: RouteLabel,
        body: () -> ByteBuffer
    ) -> Response {
        let isHeld = fields.tag.map(condition.holds) ?? false
        var response =
            isHeld
            ? Response(status: 304, contentType: nil, route: route)
            : Response(status: 200, contentType: contentType, body: body(), route: route)
        response.caching = fields
        return response
    }
}
