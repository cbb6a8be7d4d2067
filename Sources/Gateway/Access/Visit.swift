/// One request, as far as access goes: who makes it, what is said to it, and how its answer is
/// marked.
struct Visit: Sendable {
    /// The request's id, shown in problems.
    let requestID: String
    /// The route, for the metrics.
    let route: RouteLabel
    /// From which web page it comes.
    let origin: OriginAsking
    /// What the answer is marked by.
    let policy: AccessPolicy
    /// Who asks.
    var client: Client
    /// What may be asked; everything without keys.
    var scope = AccessScope.everything
    /// Why the request is not answered, if it is not.
    var refusal: Problem?
    /// The limit its requests count under, if one does.
    var limit: RateLimit?
    /// Whether the answer depends on who asks.
    var isPersonal = false
    /// Further fields of the answer, whatever it is.
    var fields: [Response.Field] = []
    /// What the limit said last.
    var verdict: RateVerdict?

    /// The answer to a request that is refused.
    var refused: Response? {
        refusal.map { mark($0.response(requestID: requestID, route: route)) }
    }

    /// What a client is told that has too many requests waiting.
    var crowded: Response {
        let most = policy.maximumWaiting ?? 0
        let detail = "This client has \(most) requests waiting for the CMS, and may have no more."
        let problem = Problem(.tooManyRequests, detail, retryAfter: 1)
        return mark(problem.response(requestID: requestID, route: route))
    }

    /// Marks the answer, or what will be answered in its place.
    func mark(_ responded: Responded) -> Responded {
        switch responded {
        case .now(let response): .now(mark(response))
        case .later(let expectedBytes, let inner, let withdraw):
            .later(expectedBytes: expectedBytes, mark: { mark(inner($0)) }, withdraw: withdraw)
        }
    }

    /// Gives an answer what its client and the caches on the way are to see.
    func mark(_ response: consuming Response) -> Response {
        if isPersonal {
            response.isPrivate = true
            response.dependencies.insert(.authorization)
        }
        response.askerFields += fields
        if let verdict { response.askerFields += verdict.fields }
        policy.crossOrigin?.mark(&response, for: origin)
        return response
    }
}
