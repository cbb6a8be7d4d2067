/// What the router makes of a request.
struct Routed: Hashable, Sendable {
    /// What is to be answered.
    enum Outcome: Hashable, Sendable {
        /// What the endpoint has to say.
        case endpoint(Endpoint)
        /// The methods there are.
        case options(allow: String)
        /// That something is wrong with the request.
        case problem(Problem)
    }

    /// The route, for the metrics.
    let label: RouteLabel
    /// What is to be answered.
    let outcome: Outcome
    /// What of the agents asked about is shown, and how.
    var options = ListOptions.standard
}
