/// The segments of a path, each decoded by itself: an encoded slash does not part segments.
struct PathSegments {
    /// The decoded segments; `/` has one, the empty one.
    let all: [String]

    /// As many as our own paths have at most: `/vdns/{vdn}/groups/{name}/status`.
    private static let usualCount = 5

    /// Reads a path that begins with a slash.
    /// - Throws: `.invalidPath` where the encoding is broken or a segment is `.` or `..`, encoded
    ///   or not: nothing is ever resolved against anything.
    init(parsing path: String) throws(Problem) {
        var all: [String] = []
        all.reserveCapacity(Self.usualCount)
        var rest = path.utf8.dropFirst()
        while let end = rest.firstIndex(of: UInt8(ascii: "/")) {
            all.append(try Self.segment(path[rest.startIndex..<end]))
            rest = rest[path.utf8.index(after: end)...]
        }
        all.append(try Self.segment(path[rest.startIndex...]))
        self.all = all
    }

    private static func segment(_ part: Substring) throws(Problem) -> String {
        guard let segment = PercentDecoding.decode(part) else {
            throw Problem(
                .invalidPath,
                "A path segment is not percent-encoded UTF-8: \(Excerpt(part))."
            )
        }
        guard segment != ".", segment != ".." else {
            throw Problem(.invalidPath, "The path holds a dot segment.")
        }
        return segment
    }
}
