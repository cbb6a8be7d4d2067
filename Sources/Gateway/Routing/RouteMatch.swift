/// A request's route, by its path and method alone: cheap to find, and nothing of what the request
/// names has been read yet.
struct RouteMatch: Hashable, Sendable {
    /// What path and method come to.
    enum Outcome: Hashable, Sendable {
        /// A route, below the VDN of this name where the path has one.
        case pattern(RoutePattern, vdn: String?)
        /// The methods there are.
        case options(allow: String)
        /// That there is no such path, or not for this method.
        case problem(Problem)
    }

    /// The route, for the metrics.
    let label: RouteLabel
    /// What path and method come to.
    let outcome: Outcome

    /// Whether the answer is for everybody: whether we live, the contract, the methods there are.
    var isOpen: Bool {
        if case .options = outcome { return true }
        return label == .health || label == .openAPI
    }
}
