internal import NIOHTTP1

extension HTTPHeaders {
    /// All values of a field, without the spaces around them: the parser leaves those behind a
    /// value in (RFC 9110 section 5.5).
    func trimmed(_ name: String) -> [Substring] {
        self[name].map { Self.trim($0[...]) }
    }

    /// The first value of a field, without the spaces around it.
    func firstTrimmed(_ name: String) -> Substring? {
        first(name: name).map { Self.trim($0[...]) }
    }

    /// The id its client gives a request, where there is one among these names.
    func proposedID(_ names: FieldNames) -> Substring? {
        names.present.contains(.requestID) ? firstTrimmed("x-request-id") : nil
    }

    /// Whether a byte is one of the spaces a value may have (RFC 9110 section 5.6.3).
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    /// A value without the spaces around it.
    static func trim(_ value: Substring) -> Substring {
        let start = value.utf8.firstIndex { !isSpace($0) } ?? value.endIndex
        guard let last = value.utf8.lastIndex(where: { !isSpace($0) }) else { return "" }
        return value[start..<value.utf8.index(after: last)]
    }
}
