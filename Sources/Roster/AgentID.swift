/// An agent's work number: 101-59999 or 70000-999999 (contract section 1).
package struct AgentID: Hashable, Comparable, Sendable {
    /// The ranges a work number may lie in, lowest first (contract section 1).
    package static let allowedRanges: [ClosedRange<UInt32>] = [101...59_999, 70_000...999_999]
    /// The ranges in words, for error messages.
    package static let allowedRangesText = "101-59999 or 70000-999999"
    /// The largest work number there is; tables are dimensioned by it.
    package static let maximum: UInt32 = 999_999

    /// The number itself.
    package let number: UInt32

    /// Creates an id, or nothing when the number is outside the allowed ranges.
    package init?(_ number: some BinaryInteger) {
        guard let number = UInt32(exactly: number),
            Self.allowedRanges.contains(where: { $0.contains(number) })
        else { return nil }
        self.number = number
    }

    /// Creates an id from a number already known to be allowed.
    package init(unchecked number: UInt32) {
        self.number = number
    }

    /// Reads an id from decimal digits without sign, space or leading zero.
    /// - Throws: `AgentIDError.invalid` for any other text, `.outOfRange` for a number not allowed.
    package init(parsing text: some StringProtocol) throws(AgentIDError) {
        guard let number = Self.decimal(Substring(text)) else { throw .invalid(String(text)) }
        guard let number, let id = AgentID(number) else { throw .outOfRange(String(text)) }
        self = id
    }

    /// Compares two ids by their numbers.
    package static func < (left: AgentID, right: AgentID) -> Bool {
        left.number < right.number
    }

    /// Reads canonical digits; the inner nothing stands for a number too large to hold.
    private static func decimal(_ text: Substring) -> UInt32?? {
        let bytes = text.utf8Span.span
        guard bytes.count == 1 || bytes.count > 1 && bytes[0] != UInt8(ascii: "0") else {
            return .none
        }
        var number: UInt32 = 0
        for place in bytes.indices {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return .none }
            if place < 9 { number = number * 10 + UInt32(digit) }
        }
        return bytes.count <= 9 ? number : .some(nil)
    }
}

extension AgentID: CustomStringConvertible {
    /// The number in decimal.
    package var description: String { String(number) }
}

/// Why a text is not an agent id; each case carries the text, shortened by whoever shows it.
package enum AgentIDError: Error, Hashable, Sendable {
    /// The text is not a plain decimal number.
    case invalid(String)
    /// The number lies outside the allowed ranges.
    case outOfRange(String)
    /// A range whose end lies before its start.
    case reversedRange(String)
    /// A list that names no id at all.
    case empty
}
