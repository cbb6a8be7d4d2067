/// Text of a client, cut short and put in quotes to be shown in an error message.
///
/// Escaping is the writer's.
struct Excerpt: CustomStringConvertible {
    /// The most characters shown.
    static let maximumLength = 40
    /// The text in quotes, with an ellipsis where it was cut.
    let description: String

    /// Cuts by Unicode scalars: a single character may have any number of them.
    init(_ text: some StringProtocol) {
        let scalars = text.unicodeScalars.prefix(Self.maximumLength)
        let isWhole = scalars.endIndex == text.unicodeScalars.endIndex
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars)
        description = "'\(String(shown))\(isWhole ? "" : "…")'"
    }
}
