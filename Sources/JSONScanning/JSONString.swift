/// Where a checked string stands in the text, without its quotes.
package struct JSONString {
    /// The first byte inside the quotes.
    package let start: Int
    /// The closing quote.
    package let end: Int
    /// Whether the bytes are not yet the string's own.
    package let hasEscapes: Bool

    /// Names the place of a string.
    @inlinable
    package init(start: Int, end: Int, hasEscapes: Bool) {
        self.start = start
        self.end = end
        self.hasEscapes = hasEscapes
    }
}
