extension Span<UInt8> {
    /// Some of the bytes as a text; nothing where there are none, or they are not UTF-8.
    func text(_ range: Range<Int>) -> String? {
        guard !range.isEmpty, let text = try? UTF8Span(validating: extracting(range)) else {
            return nil
        }
        return String(copying: text)
    }
}
