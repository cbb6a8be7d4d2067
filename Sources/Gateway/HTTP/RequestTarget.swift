internal import NIOHTTP1

/// A request's target in one of the forms of RFC 9112 section 3.2.
struct RequestTarget: Hashable, Sendable {
    /// The path, percent-encoded as sent; `*` for the asterisk form.
    let path: String
    /// The query, without its question mark.
    let query: String?

    /// Reads a target.
    /// - Throws: `.badRequest` for a form that does not go with the method.
    init(parsing target: String, method: HTTPMethod) throws(HTTPFault) {
        guard method != .CONNECT else { throw .unknownMethod }
        let bytes = target.utf8
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .badRequest("The request target holds a byte that must be percent-encoded.")
        }
        if bytes.first == UInt8(ascii: "/") {
            self.init(origin: target[...])
        } else if target == "*", method == .OPTIONS {
            self.init(path: target, query: nil)
        } else {
            let rest = try Self.afterAuthority(of: target)
            let isAsterisk = rest.isEmpty && method == .OPTIONS
            self.init(origin: isAsterisk ? "*" : rest.isEmpty ? "/" : rest)
        }
    }

    /// Takes a path and a query that have been looked at.
    init(path: String, query: String?) {
        self.path = path
        self.query = query
    }

    /// Takes the target of a head out of the bytes it was read from.
    init(_ head: PlainHead, in bytes: Span<UInt8>) {
        path = bytes.text(head.target.lowerBound..<(head.mark ?? head.target.upperBound))
        query = head.mark.map { bytes.text($0 + 1..<head.target.upperBound) }
    }

    private init(origin: Substring) {
        guard let mark = origin.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            (path, query) = (String(origin), nil)
            return
        }
        let path = origin[..<mark]
        self.path = path.isEmpty ? "/" : String(path)
        query = String(origin[origin.utf8.index(after: mark)...])
    }

    /// What follows the authority of `http://host:port/path`; nothing there means `/`, but for
    /// OPTIONS it means `*` (RFC 9112 section 3.2.4).
    private static func afterAuthority(of target: String) throws(HTTPFault) -> Substring {
        guard let scheme = ["http://", "https://"].first(where: { hasPrefix($0, target) }) else {
            throw .badRequest("The request target is neither a path nor an http URL.")
        }
        let rest = target.utf8.dropFirst(scheme.utf8.count)
        let end =
            rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let authority = target[rest.startIndex..<end]
        guard !authority.isEmpty, HostField.isValid(authority) else {
            throw .badRequest("The request target names no valid host.")
        }
        return target[end...]
    }

    private static func hasPrefix(_ prefix: String, _ target: String) -> Bool {
        target.utf8.count >= prefix.utf8.count
            && zip(target.utf8, prefix.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
