/// Where a checked string stands in the text, without its quotes.
struct JSONString {
    /// The first byte inside the quotes.
    let start: Int
    /// The closing quote.
    let end: Int
    /// Whether the bytes are not yet the string's own.
    let hasEscapes: Bool
}
