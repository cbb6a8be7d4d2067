/// What a number in the text amounts to.
package enum JSONNumber: Hashable {
    /// A whole number that fits.
    case integer(Int64)
    /// A whole number beyond Int64.
    case tooLarge
    /// Written with a fraction or an exponent, whatever its value.
    case notWhole
}

extension JSONNumber {
    /// The number a text holds, if it holds a JSON number and nothing else.
    package init?(_ text: [UInt8]) {
        var scanner = JSONScanner(bytes: text.span)
        guard let number = try? scanner.number(), scanner.position == text.count else { return nil }
        self = number
    }
}
