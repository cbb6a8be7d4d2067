extension Response {
    /// Adds to the request fields that the answer depends on (RFC 9110 section 12.5.5).
    mutating func vary(on names: String) {
        guard let place = fields.firstIndex(where: { $0.name == "Vary" }) else {
            fields.append(Field("Vary", names))
            return
        }
        guard fields[place].value != "*" else { return }
        fields[place] = Field("Vary", "\(fields[place].value), \(names)")
    }

    /// Keeps the answer from caches that serve more than one client (RFC 9111 section 5.2.2.7).
    mutating func becomePrivate() {
        let place = fields.firstIndex { $0.name == "Cache-Control" }
        let directives = place.map { fields[$0].value } ?? ""
        let kept = directives.split(separator: ",")
            .map { $0.trimmingSpaces }
            .filter { $0 != "public" && $0 != "private" && !$0.hasPrefix("s-maxage=") }
        guard !kept.contains("no-store") else { return }
        let field = Field("Cache-Control", (["private"] + kept).joined(separator: ", "))
        if let place { fields[place] = field } else { fields.append(field) }
    }
}

extension Substring {
    /// Without the spaces around it.
    fileprivate var trimmingSpaces: Substring {
        let start = firstIndex { $0 != " " } ?? endIndex
        let last = lastIndex { $0 != " " }
        return last.map { self[start...$0] } ?? ""
    }
}
