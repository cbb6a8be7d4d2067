/// Eight bytes of a text, looked at at once.
@usableFromInline
struct EightBytes {
    /// A 1 in each byte.
    @inlinable static var ones: UInt64 { 0x0101_0101_0101_0101 }
    /// The highest bit of each byte.
    @inlinable static var highBits: UInt64 { ones << 7 }

    /// The bytes, the first one of the text in the lowest place.
    @usableFromInline let word: UInt64

    /// Takes the bytes; the first one in the text is the lowest.
    @inlinable
    init(_ word: UInt64) {
        self.word = word
    }

    /// How many bytes stand before the first one that a string may not simply hold: a quote, a
    /// backslash, a control character, or one beyond ASCII; 8 where there is none.
    ///
    /// A borrow can mark bytes behind such a one wrongly, never before it.
    @inlinable var plainPrefix: Int {
        let marks =
            Self.zeros(word ^ (Self.ones &* UInt64(UInt8.quote)))
            | Self.zeros(word ^ (Self.ones &* UInt64(UInt8.backslash)))
            | ((word &- Self.ones &* 0x20) & ~word & Self.highBits)
            | (word & Self.highBits)
        return marks.trailingZeroBitCount / 8
    }

    /// Marks the zero bytes by their highest bit.
    @inlinable
    static func zeros(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & highBits
    }
}
