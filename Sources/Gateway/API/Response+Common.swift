internal import NIOCore

extension Response {
    /// A 200 that caches may keep only if they ask again each time.
    static func ok(_ contentType: String, _ body: ByteBuffer, route: RouteLabel) -> Response {
        Response(
            status: 200,
            contentType: contentType,
            fields: [Field("Cache-Control", "no-cache")],
            body: body,
            route: route
        )
    }

    /// The answer to `OPTIONS`.
    static func options(allow: String, route: RouteLabel) -> Response {
        Response(status: 204, contentType: nil, fields: [Field("Allow", allow)], route: route)
    }

    /// That the process lives.
    static var healthy: Response {
        .ok("application/json", ByteBuffer(staticString: "{\"status\":\"ok\"}"), route: .health)
    }

    /// The contract of this interface.
    static let contract = Response.ok(
        "application/yaml",
        ByteBuffer(bytes: PackageResources.openapi_yaml),
        route: .openAPI
    )
}
