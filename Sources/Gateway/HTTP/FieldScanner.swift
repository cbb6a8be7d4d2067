/// Reads the parts header fields are made of (RFC 9110 section 5.6), from the start on.
struct FieldScanner {
    private var rest: Substring.UTF8View

    /// Starts at the beginning of a field's value.
    init(_ text: String) {
        rest = text[...].utf8
    }

    /// Whether all has been read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Whether something follows that is neither the end of a parameter nor of an element.
    var isAtParameter: Bool { !isAtEnd && !isAt(";") && !isAt(",") }

    /// Whether a character follows.
    func isAt(_ character: Unicode.Scalar) -> Bool {
        rest.first == UInt8(ascii: character)
    }

    /// Passes over a character, if it follows.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Passes over spaces and tabs.
    /// - Returns: whether there were any.
    @discardableResult
    mutating func skipBlanks() -> Bool {
        let start = rest.startIndex
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return rest.startIndex > start
    }

    /// A token: one or more characters that need no quotes.
    mutating func token() -> String? {
        let token = rest.prefix(while: Self.isTokenByte)
        guard !token.isEmpty else { return nil }
        rest = rest[token.endIndex...]
        return String(Substring(token))
    }

    /// A token, or a text in quotes, which may be empty.
    mutating func word() -> String? {
        isAt("\"") ? quotedText() : token()
    }

    /// Passes over everything up to the next comma outside quotes, or to the end.
    mutating func skipToComma() {
        while !isAtEnd, !isAt(",") {
            if isAt("\"") {
                if quotedText() == nil { rest = rest[rest.endIndex...] }
            } else {
                rest.removeFirst()
            }
        }
    }

    /// RFC 9110 section 5.6.4; nothing where the closing quote is missing.
    private mutating func quotedText() -> String? {
        guard skip("\"") else { return nil }
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return nil }
                text.append(escaped)
            default: text.append(byte)
            }
        }
        return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
