internal import JSONScanning

/// Percent-decoding (RFC 3986 section 2.1) of one path segment or one query component.
///
/// Foundation's `removingPercentEncoding` takes `%A9`, which is not UTF-8, for U+FFFD.
enum PercentDecoding {
    /// The decoded text; nil if a percent sign is not followed by two hex digits, or the bytes are
    /// not UTF-8.
    static func decode(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next()?.hexValue,
                let low = rest.next()?.hexValue
            else {
                return nil
            }
            bytes.append(UInt8(high << 4 | low))
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
