internal import JSONScanning
internal import NIOCore
internal import NIOHTTP1
internal import Roster

/// What a body asks for: `{"ids":[1031,"2000-2999"],"state":["idle"]}`.
struct AgentQuery: Hashable, Sendable {
    /// The ids: distinct, in the order first named.
    private(set) var ids: [AgentID] = []
    /// What of the agents is shown.
    private(set) var options = ListOptions.standard

    /// Reads a request's body.
    /// - Throws: what is wrong with it, the first thing found; `limit` is the most ids it may name.
    init(_ request: Request, limit: Int) throws(Problem) {
        try Self.checkMediaType(request.headers)
        try self.init(parsing: request.body.map { Array($0.readableBytesView) } ?? [], limit: limit)
    }

    /// Reads a body's bytes, one after the other: its memory is bounded by the body's, and nothing
    /// in it is nested deeper than the parts known.
    /// - Throws: what is wrong with it, the first thing found.
    init(parsing body: [UInt8], limit: Int) throws(Problem) {
        var scanner = JSONScanner(bytes: body.span)
        var seen: Set<String> = []
        var follows = try scanner.enterBody()
        while follows {
            let name = try scanner.memberName()
            guard seen.insert(name).inserted else {
                throw Problem(.invalidBody, "The member \(Excerpt(name)) is given twice.")
            }
            try read(name, &scanner, limit: limit)
            follows = try scanner.hasNext(closing: .closeBrace)
        }
        try scanner.endBody()
        guard seen.contains("ids") else { throw WishPlace.body.problem("ids", "is missing.") }
    }

    private mutating func read(
        _ name: String,
        _ scanner: inout JSONScanner,
        limit: Int
    ) throws(Problem) {
        switch name {
        case "ids": ids = try Self.ids(&scanner, limit: limit)
        case "state":
            let names = try Self.texts(&scanner, of: name, such: "\"idle\"")
            try options.choose(states: names, in: .body)
        case "fields":
            let names = try Self.texts(&scanner, of: name, such: "\"state\"")
            try options.choose(fields: names, in: .body)
        case "changedSince":
            guard scanner.next == .quote else { throw Self.wrong(name, "a text with a time") }
            try options.choose(changedSince: try scanner.text(), in: .body)
        default:
            let known = "changedSince, fields, ids, state"
            throw Problem(
                .invalidBody,
                "The member \(Excerpt(name)) is not known here; known: \(known)."
            )
        }
    }

    private static func ids(_ scanner: inout JSONScanner, limit: Int) throws(Problem) -> [AgentID] {
        let expected = "an array of agent ids and ranges, such as [1031, \"2000-2999\"]"
        guard scanner.next == .openBracket else { throw wrong("ids", expected) }
        var list = AgentIDList(limit: limit, in: .body)
        var follows = scanner.enter(closing: .closeBracket)
        while follows {
            if scanner.next == .quote {
                try list.add(try scanner.text(), allowsRange: true)
            } else if scanner.isAtNumber {
                try list.add(try scanner.numeral(), allowsRange: false)
            } else {
                throw wrong("ids", expected)
            }
            follows = try scanner.hasNext(closing: .closeBracket)
        }
        guard !list.isEmpty else { throw list.emptiness }
        return list.ids
    }

    private static func texts(
        _ scanner: inout JSONScanner,
        of name: String,
        such example: String
    ) throws(Problem) -> [String] {
        let expected = "an array of names, such as [\(example)]"
        guard scanner.next == .openBracket else { throw wrong(name, expected) }
        var texts: [String] = []
        var follows = scanner.enter(closing: .closeBracket)
        while follows {
            guard scanner.next == .quote else { throw wrong(name, expected) }
            texts.append(try scanner.text())
            follows = try scanner.hasNext(closing: .closeBracket)
        }
        return texts
    }

    private static func wrong(_ name: String, _ expected: String) -> Problem {
        WishPlace.body.problem(name, "must be \(expected).")
    }

    /// Whether a media type is JSON's, whatever its parameters.
    private static func isJSON(_ type: Substring) -> Bool {
        let end = type.utf8.firstIndex { $0 == UInt8(ascii: ";") || HTTPHeaders.isSpace($0) }
        return type[..<(end ?? type.endIndex)].lowercased() == "application/json"
    }

    /// RFC 9110 section 15.5.16: what is refused is told what would be taken.
    private static func checkMediaType(_ headers: HTTPHeaders) throws(Problem) {
        let types = headers.trimmed("content-type")
        guard types.count == 1, let type = types.first, Self.isJSON(type) else {
            throw Problem(
                .unsupportedMediaType,
                "The Content-Type must be application/json.",
                fields: [Response.Field("Accept", "application/json")]
            )
        }
        let codings = headers.trimmed("content-encoding")
        guard codings.allSatisfy({ $0.lowercased() == "identity" }) else {
            throw Problem(
                .unsupportedMediaType,
                "A body with a content coding is not taken.",
                fields: [Response.Field("Accept-Encoding", "identity")]
            )
        }
    }
}
