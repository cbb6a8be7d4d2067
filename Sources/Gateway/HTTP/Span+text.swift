extension Span<UInt8> {
    /// Some of the bytes as a text; what is not UTF-8 in them is replaced by U+FFFD.
    func text(_ range: Range<Int>) -> String {
        let bytes = extracting(range)
        return unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
