internal import Roster

/// Which groups of a list are wanted.
struct GroupChoice: Hashable, Sendable {
    /// Every group.
    static let all = GroupChoice()
    /// The names of the parameters that choose.
    static let parameters: Set<String> = ["name", "source"]

    /// Only groups learnt from these; all, where nothing is chosen.
    let sources: Set<Group.Source>?
    /// Only groups whose names have this text in them, in lower case; all, where nothing is chosen.
    private let lowercasedPart: String?

    /// Chooses groups.
    init(sources: Set<Group.Source>? = nil, namePart: String? = nil) {
        self.sources = sources
        lowercasedPart = namePart?.lowercased()
    }

    /// Reads a query's parameters; the words for sources are parted by commas.
    /// - Throws: `.invalidParameter` naming the parameter and what it may hold.
    init(_ query: QueryParameters) throws(Problem) {
        guard !query.isEmpty else {
            self = .all
            return
        }
        var sources: Set<Group.Source>?
        if let text = query["source"] {
            let names = WishPlace.names(text)
            sources = try WishPlace.query.chosen(names, among: Self.sourcesByName, "source")
        }
        let part = query["name"]
        if part?.isEmpty == true {
            throw WishPlace.query.problem("name", "must be a text that names have in them.")
        }
        self.init(sources: sources, namePart: part)
    }

    /// Whether a group is wanted.
    func shows(_ group: Group) -> Bool {
        if let sources, !sources.contains(group.source) { return false }
        guard let lowercasedPart else { return true }
        return group.isNamed(with: lowercasedPart)
    }

    private static let sourcesByName = Group.Source.allCases.map { ($0.rawValue, $0) }
}
