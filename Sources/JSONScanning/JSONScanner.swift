/// Reads JSON (RFC 8259) front to back, each byte once, without recursion; what it passes over is
/// checked as strictly as what it reads.
///
/// What every field of every row goes through is inlined: a call each took longer than the work.
package struct JSONScanner: ~Escapable {
    /// How deep values may nest; the contract needs 3 (section 1).
    package static let maximumDepth = 64

    /// The whole text.
    package let bytes: Span<UInt8>
    /// The next byte to read.
    package var position = 0

    /// Begins at the first byte.
    @_lifetime(copy bytes)
    @inlinable
    package init(bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    /// The next byte; 0, which no JSON text has outside its faults, at the end.
    @inlinable package var next: UInt8 {
        position < bytes.count ? bytes[position] : 0
    }

    /// What the present position says is wrong.
    @inlinable package var fault: BodyFault {
        position >= bytes.count ? .truncated : .notJSON
    }

    /// Passes over space, tab, line feed and carriage return.
    @inlinable @inline(__always)
    package mutating func skipWhitespace() {
        // Most texts have none.
        guard next <= 0x20 else { return }
        skipWhitespaceThatIsThere()
    }

    /// Passes over white space, if there is any.
    @usableFromInline
    mutating func skipWhitespaceThatIsThere() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Passes over one byte that has to be there.
    @inlinable @inline(__always)
    package mutating func expect(_ byte: UInt8) throws(BodyFault) {
        guard next == byte, position < bytes.count else { throw fault }
        position += 1
    }

    /// Enters an object or array whose opening byte is next; tells whether it has a first element.
    @inlinable
    package mutating func enter(closing: UInt8) -> Bool {
        position += 1
        skipWhitespace()
        guard next == closing else { return true }
        position += 1
        return false
    }

    /// Goes on behind an element; tells whether another one follows.
    @inlinable @inline(__always)
    package mutating func advance(closing: UInt8) throws(BodyFault) -> Bool {
        skipWhitespace()
        let byte = next
        guard byte == .comma || byte == closing else { throw fault }
        position += 1
        skipWhitespace()
        return byte == .comma
    }

    /// Reads a member's name and the colon, up to its value.
    @inlinable @inline(__always)
    package mutating func key() throws(BodyFault) -> JSONString {
        let name = try string()
        skipWhitespace()
        try expect(.colon)
        skipWhitespace()
        return name
    }

    /// Passes over a UTF-8 byte order mark; tells whether there was one.
    package mutating func skipByteOrderMark() -> Bool {
        guard bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else {
            return false
        }
        position = 3
        return true
    }

    /// Checks that nothing but white space follows.
    package mutating func expectEnd() throws(BodyFault) {
        skipWhitespace()
        guard position == bytes.count else { throw .trailingBytes }
    }

    /// Passes over `true`, `false` or `null`.
    package mutating func literal(_ word: StaticString) throws(BodyFault) {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(unsafe word.utf8Start[index])
        }
    }
}

extension UInt8 {
    /// A comma.
    @inlinable package static var comma: UInt8 { UInt8(ascii: ",") }
    /// A colon.
    @inlinable package static var colon: UInt8 { UInt8(ascii: ":") }
    /// A quotation mark.
    @inlinable package static var quote: UInt8 { UInt8(ascii: "\"") }
    /// A backslash.
    @inlinable package static var backslash: UInt8 { UInt8(ascii: "\\") }
    /// An opening brace.
    @inlinable package static var openBrace: UInt8 { UInt8(ascii: "{") }
    /// A closing brace.
    @inlinable package static var closeBrace: UInt8 { UInt8(ascii: "}") }
    /// An opening bracket.
    @inlinable package static var openBracket: UInt8 { UInt8(ascii: "[") }
    /// A closing bracket.
    @inlinable package static var closeBracket: UInt8 { UInt8(ascii: "]") }
    /// A minus sign.
    @inlinable package static var minus: UInt8 { UInt8(ascii: "-") }

    /// Whether it is one of `0` to `9`.
    @inlinable package var isDigit: Bool { self &- 0x30 < 10 }

    /// What it counts as a hex digit.
    package var hexValue: UInt16? {
        switch self {
        case 0x30...0x39: UInt16(self - 0x30)
        case 0x41...0x46: UInt16(self - 0x41 + 10)
        case 0x61...0x66: UInt16(self - 0x61 + 10)
        default: nil
        }
    }
}
