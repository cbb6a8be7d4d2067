extension WishPlace {
    /// The names of a list that are parted by commas.
    static func names(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// What the names stand for.
    /// - Throws: the problem with the first name that stands for nothing, naming those allowed.
    func chosen<Value: Hashable>(
        _ names: [String],
        among allowed: [(name: String, value: Value)],
        _ wish: String
    ) throws(Problem) -> Set<Value> {
        var chosen: Set<Value> = []
        for name in names {
            guard let match = allowed.first(where: { $0.name == name }) else {
                let known = allowed.map(\.name).joined(separator: ", ")
                throw problem(wish, "cannot name \(Excerpt(name)); allowed: \(known).")
            }
            chosen.insert(match.value)
        }
        guard !chosen.isEmpty else {
            let known = allowed.map(\.name).joined(separator: ", ")
            throw problem(wish, "names none of these: \(known).")
        }
        return chosen
    }
}
