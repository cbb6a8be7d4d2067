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
        let bytes = path.utf8Span.span
        var all: [String] = []
        all.reserveCapacity(Self.usualCount)
        var end = 0
        while end < bytes.count {
            let start = end + 1
            var isEncoded = false
            end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "/") {
                isEncoded = isEncoded || bytes[end] == UInt8(ascii: "%")
                end += 1
            }
            all.append(try Self.segment(bytes.text(start..<end), isEncoded: isEncoded))
        }
        self.all = all
    }

    private static func segment(_ part: String, isEncoded: Bool) throws(Problem) -> String {
        guard let segment = isEncoded ? PercentDecoding.decode(part[...]) : part else {
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
