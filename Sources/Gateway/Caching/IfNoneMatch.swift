internal import NIOHTTP1

/// What a client has already, by its tags (RFC 9110 section 13.1.2).
///
/// What is not a tag is passed over up to the next comma: it cannot be one of ours.
struct IfNoneMatch: Hashable, Sendable {
    /// A client that has nothing.
    static let nothing = IfNoneMatch([:])

    private let lines: [String]

    /// Reads the header fields.
    init(_ headers: HTTPHeaders) {
        lines = headers["if-none-match"]
    }

    /// Whether the client has what the tag stands for: compared weakly, as for reading.
    func holds(_ tag: EntityTag) -> Bool {
        guard !lines.isEmpty else { return false }
        if lines.count == 1, Self.isAsterisk(lines[0]) { return true }
        let wanted = tag.opaque.utf8
        return lines.contains { Self.names(wanted, in: $0.utf8[...]) }
    }

    /// `*` stands for anything there is, and only alone.
    private static func isAsterisk(_ line: String) -> Bool {
        line.utf8.count { !isBlank($0) } == 1 && line.utf8.contains(UInt8(ascii: "*"))
    }

    private static func names(
        _ wanted: String.UTF8View,
        in line: Substring.UTF8View
    ) -> Bool {
        var rest = line
        while !rest.isEmpty {
            rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: ",") }
            if let tag = takeTag(from: &rest), tag.elementsEqual(wanted) { return true }
            rest = rest.drop { $0 != UInt8(ascii: ",") }
        }
        return false
    }

    /// Takes one tag and the blanks behind it; nothing where none stands there alone.
    private static func takeTag(from rest: inout Substring.UTF8View) -> Substring.UTF8View? {
        var tail = rest
        if tail.starts(with: "W/".utf8) { tail = tail.dropFirst(2) }
        guard tail.popFirst() == UInt8(ascii: "\""),
            let end = tail.firstIndex(where: { !isTagByte($0) }), tail[end] == UInt8(ascii: "\"")
        else { return nil }
        let tag = tail[..<end]
        rest = tail[end...].dropFirst().drop(while: isBlank)
        return rest.first.map { $0 == UInt8(ascii: ",") } ?? true ? tag : nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        byte == 0x21 || byte >= 0x23 && byte != 0x7F
    }
}
