/// The parameters of a query, decoded; each may be given once.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// Reads a query; a plus sign stands for itself (RFC 3986).
    /// - Throws: `.invalidParameter` naming the first parameter that is broken, unknown or given
    ///   twice.
    init(parsing query: String?, known: Set<String>) throws(Problem) {
        guard let query, !query.isEmpty else { return }
        for pair in query.split(separator: "&", omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentDecoding.decode(parts[0]),
                let value = PercentDecoding.decode(parts.count > 1 ? parts[1] : "")
            else {
                throw Problem(
                    .invalidParameter,
                    "A query parameter is not percent-encoded UTF-8: \(Excerpt(pair))."
                )
            }
            try add(name, value, known: known)
        }
    }

    /// Whether none is given.
    var isEmpty: Bool { values.isEmpty }

    /// A parameter's value.
    subscript(name: String) -> String? { values[name] }

    private mutating func add(
        _ name: String,
        _ value: String,
        known: Set<String>
    ) throws(Problem) {
        guard known.contains(name) else {
            let allowed = known.isEmpty ? "none" : known.sorted().joined(separator: ", ")
            throw Problem(
                .invalidParameter,
                "The parameter \(Excerpt(name)) is not known here; known: \(allowed)."
            )
        }
        guard values.updateValue(value, forKey: name) == nil else {
            throw Problem(.invalidParameter, "The parameter \(Excerpt(name)) is given twice.")
        }
    }
}
