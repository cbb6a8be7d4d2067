/// Reads a small JSON document (RFC 8259) from the start on, part by part, as its reader expects it.
///
/// It never recurses and keeps nothing: what is not expected ends the reading.
struct BodyScanner {
    /// What encloses others.
    enum Enclosure {
        case object
        case array

        fileprivate var ends: (first: UInt8, last: UInt8) {
            switch self {
            case .object: (UInt8(ascii: "{"), UInt8(ascii: "}"))
            case .array: (UInt8(ascii: "["), UInt8(ascii: "]"))
            }
        }
    }

    /// What a value can be seen to be by its first byte.
    enum Kind {
        case array
        case text
        case number
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Whether the enclosure last begun has had nothing yet.
    private var isAtFirst = false

    /// Starts at the beginning.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Begins an object or an array.
    /// - Throws: the problem that none begins here.
    mutating func begin(_ enclosure: Enclosure) throws(Problem) {
        skipBlanks()
        guard skip(enclosure.ends.first) else { throw malformed }
        isAtFirst = true
    }

    /// Goes to what comes next in the enclosure; tells whether it was not its end.
    /// - Throws: the problem that neither follows.
    mutating func hasNext(in enclosure: Enclosure) throws(Problem) -> Bool {
        skipBlanks()
        let wasAtFirst = isAtFirst
        isAtFirst = false
        if skip(enclosure.ends.last) { return false }
        guard !wasAtFirst else { return true }
        guard skip(UInt8(ascii: ",")) else { throw malformed }
        skipBlanks()
        return true
    }

    /// Reads a member's name up to where its value begins.
    /// - Throws: the problem that none stands here.
    mutating func memberName() throws(Problem) -> String {
        let name = try text()
        skipBlanks()
        guard skip(UInt8(ascii: ":")) else { throw malformed }
        skipBlanks()
        return name
    }

    /// Whether a value of this kind begins here.
    func isAt(_ kind: Kind) -> Bool {
        guard let byte = next else { return false }
        switch kind {
        case .array: return byte == UInt8(ascii: "[")
        case .text: return byte == UInt8(ascii: "\"")
        case .number:
            return byte == UInt8(ascii: "-")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }

    /// Reads what looks like a number, as it is written; whoever wanted it sees whether it is one.
    mutating func number() -> String {
        let start = position
        while let byte = next, Self.isOfNumber(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Reads a text.
    /// - Throws: the problem that none stands here, or that it is no JSON text in UTF-8.
    mutating func text() throws(Problem) -> String {
        guard skip(UInt8(ascii: "\"")) else { throw malformed }
        let start = position
        var isEscaped = false
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw malformed }
            let isEscape = byte == UInt8(ascii: "\\")
            isEscaped = isEscaped || isEscape
            position += isEscape ? 2 : 1
        }
        guard position < bytes.count else { throw malformed }
        let raw = bytes[start..<position]
        let text = isEscaped ? JSONEscapes.decoded(raw) : String(validating: raw, as: UTF8.self)
        guard let text else { throw malformed }
        position += 1
        return text
    }

    /// Sees to it that nothing follows.
    /// - Throws: the problem that something does.
    mutating func finish() throws(Problem) {
        skipBlanks()
        guard next == nil else { throw malformed }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var malformed: Problem {
        guard !bytes.isEmpty else { return Problem(.invalidBody, "The body is empty.") }
        let place = min(position, bytes.count)
        return Problem(.invalidBody, "The body is not the JSON expected, at byte \(place).")
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
            position += 1
        }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
}
