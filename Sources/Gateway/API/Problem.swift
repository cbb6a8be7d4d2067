internal import NIOCore
internal import Roster

/// One occurrence of a problem, as RFC 9457 tells it.
package struct Problem: Error, Hashable, Sendable {
    /// What kind of problem.
    package var code: ProblemCode
    /// What is the matter in this case, in one sentence.
    package var detail: String
    /// The methods allowed instead, for `Allow`.
    package var allow: String?
    /// In how many seconds asking again may help; at least 1.
    package var retryAfter: Int64?
    /// Several reasons, where there may be more than one.
    package var reasons: [String]
    /// Further header fields that tell what would be right.
    package var fields: [Response.Field]

    /// What of the request it depends on, beside the target.
    var dependencies: AnswerDependencies = []

    /// Creates a problem.
    package init(
        _ code: ProblemCode,
        _ detail: String,
        allow: String? = nil,
        retryAfter: Int64? = nil,
        reasons: [String] = [],
        fields: [Response.Field] = []
    ) {
        self.code = code
        self.detail = detail
        self.allow = allow
        self.retryAfter = retryAfter
        self.reasons = reasons
        self.fields = fields
    }

    /// The answer that tells it.
    package func response(requestID: String, route: RouteLabel) -> Response {
        var fields = [Response.Field("Cache-Control", "no-store")]
        if let allow { fields.append(.init("Allow", allow)) }
        if let retryAfter { fields.append(.init("Retry-After", String(max(1, retryAfter)))) }
        fields += self.fields
        var response = Response(
            status: code.status,
            contentType: "application/problem+json",
            fields: fields,
            body: body(requestID: requestID),
            route: route
        )
        response.dependencies = dependencies
        response.provenance.problem = code
        return response
    }

    private func body(requestID: String) -> ByteBuffer {
        var json = JSONWriter(capacity: 320)
        json.raw("{\"type\":")
        json.plain("urn:rollcall:problem:\(code.rawValue)")
        json.raw(",\"title\":")
        json.plain(code.title)
        json.raw(",\"status\":")
        json.number(code.status)
        json.raw(",\"detail\":")
        json.string(detail)
        json.raw(",\"code\":")
        json.plain(code.rawValue)
        json.raw(",\"requestId\":")
        json.string(requestID)
        if !reasons.isEmpty {
            json.raw(",\"reasons\":")
            json.strings(reasons)
        }
        json.raw("}")
        return json.buffer
    }
}
