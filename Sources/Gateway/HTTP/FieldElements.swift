/// The elements of one line of a list-valued header field: `1#(token [ BWS "=" BWS word ]
/// *( OWS ";" [ OWS parameter ] ))` (RFC 7240 section 2, RFC 9110 section 5.6.1).
///
/// Empty elements are passed over, and so are malformed ones up to the next comma outside quotes.
/// Each byte is read at most twice.
struct FieldElements: Sequence, IteratorProtocol {
    private var scanner: FieldScanner

    /// Reads a line, without the field's name.
    init(_ line: String) {
        scanner = FieldScanner(line)
    }

    /// The next element, if there is one.
    mutating func next() -> FieldElement? {
        while true {
            scanner.skipBlanks()
            if scanner.isAtEnd { return nil }
            if scanner.skip(",") { continue }
            let start = scanner
            if let element = element() { return element }
            scanner = start
            scanner.skipToComma()
        }
    }

    private mutating func element() -> FieldElement? {
        guard let (name, value, hasBlanks) = pair() else { return nil }
        scanner.skipBlanks()
        var isBare = !hasBlanks
        while scanner.skip(";") {
            isBare = false
            scanner.skipBlanks()
            if scanner.isAtParameter, pair() == nil { return nil }
            scanner.skipBlanks()
        }
        guard scanner.isAtEnd || scanner.isAt(",") else { return nil }
        return FieldElement(name: name.lowercased(), value: value, isBare: isBare)
    }

    /// A name and what it is set to, if anything.
    private mutating func pair() -> (name: String, value: String?, hasBlanks: Bool)? {
        guard let name = scanner.token() else { return nil }
        let isBlankBefore = scanner.skipBlanks()
        guard scanner.skip("=") else { return (name, nil, false) }
        let isBlankBehind = scanner.skipBlanks()
        guard let value = scanner.word() else { return nil }
        return (name, value, isBlankBefore || isBlankBehind)
    }
}
