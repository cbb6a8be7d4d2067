internal import NIOCore
internal import NIOHTTP1

/// The routes operators use, on a listener of their own.
package struct AdminAPI: Responder {
    private let metrics: @Sendable () -> String
    private let readiness: @Sendable () -> ReadinessReport
    private static let allow = "GET, HEAD, OPTIONS"

    /// Creates the routes.
    ///
    /// `metrics` gives Prometheus text, `readiness` whether requests should come here. Both are called
    /// on event loops.
    package init(
        metrics: @escaping @Sendable () -> String,
        readiness: @escaping @Sendable () -> ReadinessReport
    ) {
        self.metrics = metrics
        self.readiness = readiness
    }

    /// Answers at once.
    package func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        .now(response(to: request))
    }

    private func response(to request: Request) -> Response {
        guard let route = Self.route(at: request.path) else {
            let problem = Problem(.noSuchRoute, "There is nothing at this path.")
            return problem.response(requestID: request.id, route: .none)
        }
        switch request.method {
        case .GET, .HEAD: return content(of: route, requestID: request.id)
        case .OPTIONS: return .options(allow: Self.allow, route: route)
        default:
            let problem = Problem(.methodNotAllowed, "Only reading is possible.", allow: Self.allow)
            return problem.response(requestID: request.id, route: route)
        }
    }

    private func content(of route: RouteLabel, requestID: String) -> Response {
        switch route {
        case .metrics:
            .ok(
                "text/plain; version=0.0.4; charset=utf-8",
                ByteBuffer(string: metrics()),
                route: .metrics
            )
        case .ready: ready(requestID: requestID)
        default: .healthy
        }
    }

    private func ready(requestID: String) -> Response {
        let report = readiness()
        guard report.reasons.isEmpty else {
            let detail = report.reasons.map(\.detail).joined(separator: "; ")
            let codes = report.reasons.map(\.code)
            let problem = Problem(.notReady, detail, retryAfter: 1, reasons: codes)
            return problem.response(requestID: requestID, route: .ready)
        }
        return .ok("application/json", Self.body(report.degraded), route: .ready)
    }

    private static func body(_ degraded: [Degradation]) -> ByteBuffer {
        var json = JSONWriter(capacity: 128)
        json.raw("{\"ready\":true,\"degraded\":[")
        for (index, degradation) in degraded.enumerated() {
            if index > 0 { json.raw(",") }
            json.raw("{\"reason\":")
            json.plain(degradation.reason)
            json.raw(",\"since\":")
            json.moment(degradation.since)
            json.raw("}")
        }
        json.raw("]}")
        return json.buffer
    }

    private static func route(at path: String) -> RouteLabel? {
        switch path {
        case "/metrics": .metrics
        case "/healthz": .health
        case "/readyz": .ready
        default: nil
        }
    }
}
