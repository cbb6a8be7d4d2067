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
        guard let number = Self.decimal(Substring(text).utf8) else { throw .invalid(String(text)) }
        guard let number, let id = AgentID(number) else { throw .outOfRange(String(text)) }
        self = id
    }

    /// Compares two ids by their numbers.
    package static func < (left: AgentID, right: AgentID) -> Bool {
        left.number < right.number
    }

    /// Reads canonical digits; the inner nothing stands for a number too large to hold.
    private static func decimal(_ bytes: Substring.UTF8View) -> UInt32?? {
        var (number, count): (UInt32, Int) = (0, 0)
        let startsWithZero = bytes.first == UInt8(ascii: "0")
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return .none }
            count += 1
            if count <= 9 { number = number * 10 + UInt32(digit) }
        }
        guard count == 1 || count > 1 && !startsWithZero else { return .none }
        return count <= 9 ? number : .some(nil)
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
