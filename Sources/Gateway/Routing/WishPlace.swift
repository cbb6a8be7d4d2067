/// Where a request names what it wants, for what is said of a wish that cannot be fulfilled.
enum WishPlace: Hashable, Sendable {
    /// In the target's query.
    case query
    /// In the body.
    case body

    /// The problem with a wish; the text goes on after its name.
    func problem(_ name: String, _ matter: String) -> Problem {
        switch self {
        case .query: Problem(.invalidParameter, "The parameter '\(name)' \(matter)")
        case .body: Problem(.invalidBody, "The member '\(name)' \(matter)")
        }
    }
}
