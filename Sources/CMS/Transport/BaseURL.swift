/// Where a CMS listens: `https://cms.example:28443`, with an optional path before the API's own.
package struct BaseURL: Hashable, Sendable {
    /// `https` or `http`.
    package let scheme: String
    /// The host in lower case; an IPv6 address without its brackets.
    package let host: String
    /// 1-65535.
    package let port: Int
    /// Empty, or a path that begins with `/` and does not end with one.
    package let pathPrefix: String

    /// Reads a base URL.
    /// - Throws: the first thing wrong with it.
    package init(parsing text: String) throws(BaseURLError) {
        guard let mark = text.firstRange(of: "://") else { throw .scheme }
        scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .scheme }
        let rest = text[mark.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .queryOrFragment }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw .userInfo }
        let hostText: Substring
        (hostText, port) = try Self.split(authority, defaultPort: Self.defaultPort(of: scheme))
        host = try Self.readHost(hostText)
        pathPrefix = try Self.readPath(rest[authority.endIndex...])
    }

    /// The `Host` header as sent and signed: the port stands unless it is the scheme's own.
    package var hostHeader: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == Self.defaultPort(of: scheme) ? name : "\(name):\(port)"
    }

    private static func defaultPort(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }

    private static func split(
        _ authority: Substring,
        defaultPort: Int
    ) throws(BaseURLError) -> (Substring, Int) {
        let end = authority.lastIndex(of: "]").map(authority.index(after:)) ?? authority.startIndex
        guard let colon = authority[end...].firstIndex(of: ":") else {
            return (authority, defaultPort)
        }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits),
            (1...65_535).contains(port)
        else { throw .port }
        return (authority[..<colon], port)
    }

    private static func readHost(_ text: Substring) throws(BaseURLError) -> String {
        guard let first = text.first, first != "[" else {
            guard text.count > 4, text.last == "]" else { throw .host }
            let address = text.dropFirst().dropLast()
            guard address.contains(":"),
                address.utf8.allSatisfy({ isHex($0) || $0 == 58 || $0 == 46 })
            else { throw .host }
            return address.lowercased()
        }
        guard first != ".", first != "-",
            text.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 45 || $0 == 46 || $0 == 95 })
        else { throw .host }
        return text.lowercased()
    }

    private static func readPath(_ text: Substring) throws(BaseURLError) -> String {
        let path = String(text.reversed().drop { $0 == "/" }.reversed())
        let allowed = Set("/-._~!$&'()*+,;=:@".utf8)
        guard path.utf8.allSatisfy({ isLetterOrDigit($0) || allowed.contains($0) }),
            !path.contains("//"),
            !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
        else { throw .path }
        return path
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}

extension BaseURL: CustomStringConvertible {
    /// The base URL in its plain form.
    package var description: String { "\(scheme)://\(hostHeader)\(pathPrefix)" }
}
