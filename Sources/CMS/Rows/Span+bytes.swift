internal import Foundation

extension Span<UInt8> {
    /// The first byte.
    var first: UInt8? { isEmpty ? nil : self[0] }

    /// Whether these are exactly the text's bytes.
    func holds(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            return unsafe memcmp(base, text.utf8Start, bytes.count) == 0
        }
    }

    /// Whether the bytes from `start` on repeat those of `range`.
    func repeats(_ range: Range<Int>, at start: Int) -> Bool {
        guard count - start >= range.count else { return false }
        return unsafe withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            return unsafe memcmp(base + range.lowerBound, base + start, range.count) == 0
        }
    }
}
