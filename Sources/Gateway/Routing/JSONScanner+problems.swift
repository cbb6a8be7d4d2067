internal import JSONScanning

/// The steps of reading a request's body; what is wrong with its JSON becomes a problem that says
/// what and where.
extension JSONScanner {
    /// Enters the document, which has to be an object; tells whether it has a first member.
    /// - Throws: the problem that it is none.
    mutating func enterBody() throws(Problem) -> Bool {
        skipWhitespace()
        guard position < bytes.count else { throw Problem(.empty, at: position) }
        guard next == .openBrace else { throw Problem(.notAnObject, at: position) }
        return enter(closing: .closeBrace)
    }

    /// Reads a member's name up to where its value begins.
    mutating func memberName() throws(Problem) -> String {
        let name = try reading { scanner throws(BodyFault) in try scanner.key() }
        return text(of: name)
    }

    /// Goes on behind an element; tells whether another one follows.
    mutating func hasNext(closing: UInt8) throws(Problem) -> Bool {
        try reading { scanner throws(BodyFault) in try scanner.advance(closing: closing) }
    }

    /// Reads a string.
    mutating func text() throws(Problem) -> String {
        let string = try reading { scanner throws(BodyFault) in try scanner.string() }
        return text(of: string)
    }

    /// Reads a number as it is written.
    mutating func numeral() throws(Problem) -> String {
        let start = position
        _ = try reading { scanner throws(BodyFault) in try scanner.number() }
        return bytes.text(start..<position)
    }

    /// Checks that nothing but white space follows.
    mutating func endBody() throws(Problem) {
        try reading { scanner throws(BodyFault) in try scanner.expectEnd() }
    }

    /// Whether a number begins here.
    var isAtNumber: Bool { next == .minus || next.isDigit }

    private mutating func reading<Part>(
        _ read: (inout JSONScanner) throws(BodyFault) -> Part
    ) throws(Problem) -> Part {
        do throws(BodyFault) {
            return try read(&self)
        } catch {
            throw Problem(error, at: position)
        }
    }
}

extension Problem {
    /// What a client is told of a body that cannot be read, and of the byte where it shows.
    init(_ fault: BodyFault, at place: Int) {
        let detail =
            switch fault {
            case .empty: "The body is empty."
            case .truncated: "The body ends before its JSON does, at byte \(place)."
            case .invalidUTF8: "The body is not UTF-8 at byte \(place)."
            case .trailingBytes: "Something follows the body's JSON, at byte \(place)."
            case .notAnObject:
                "The body is no JSON object, such as {\"ids\":[1031]}, at byte \(place)."
            case .notJSON, .tooDeep, .duplicateKey, .noResultCode, .noRows, .noReadableRow:
                "The body is not JSON at byte \(place)."
            }
        self.init(.invalidBody, detail)
    }
}
