internal import Roster

extension ListOptions {
    /// The names of the parameters that choose what of a list is shown.
    static let parameters: Set<String> = ["state", "fields", "changedSince"]

    /// Reads a query's parameters; names in lists are parted by commas.
    /// - Throws: `.invalidParameter` naming the parameter and what it may hold.
    init(_ query: QueryParameters) throws(Problem) {
        guard !query.isEmpty else { return }
        if let text = query["state"] { try choose(states: WishPlace.names(text), in: .query) }
        if let text = query["fields"] { try choose(fields: WishPlace.names(text), in: .query) }
        if let text = query["changedSince"] { try choose(changedSince: text, in: .query) }
    }

    /// Chooses states by their names.
    /// - Throws: the problem with the first name that is none.
    mutating func choose(states names: [String], in place: WishPlace) throws(Problem) {
        states = try place.chosen(names, among: Self.statesByName, "state")
    }

    /// Chooses fields by their names.
    /// - Throws: the problem with the first name that is none.
    mutating func choose(fields names: [String], in place: WishPlace) throws(Problem) {
        fields = AgentFields(try place.chosen(names, among: Self.fieldsByName, "fields"))
    }

    /// Chooses agents whose state began after a moment.
    /// - Throws: the problem that the text is no moment.
    mutating func choose(changedSince text: String, in place: WishPlace) throws(Problem) {
        guard let moment = Timestamp(rfc3339: text) else {
            let expected = "an RFC 3339 time such as 2026-11-23T08:00:00Z"
            throw place.problem("changedSince", "must be \(expected), not \(Excerpt(text)).")
        }
        changedSince = moment
    }

    private static let statesByName = AgentState.allCases.map { ($0.name, $0) }
    private static let fieldsByName = AgentField.allCases.map { ($0.rawValue, $0) }
}
