extension JSONScanner {
    /// Reads a string and checks its escapes and its UTF-8.
    @inlinable
    package mutating func string() throws(BodyFault) -> JSONString {
        try expect(.quote)
        let start = position
        var hasEscapes = false
        while true {
            skipPlain()
            switch next {
            case .quote:
                position += 1
                return JSONString(start: start, end: position - 1, hasEscapes: hasEscapes)
            case .backslash:
                hasEscapes = true
                try skipEscape()
            case 0x80...:
                try skipMultibyte()
            default:
                throw fault
            }
        }
    }

    /// Reads words that are shown and no more: characters in another encoding than
    /// UTF-8, such as GBK, become question marks and do not spoil the document.
    package mutating func words() throws(BodyFault) -> String {
        try expect(.quote)
        var text: [UInt8] = []
        while true {
            let start = position
            skipPlain()
            switch next {
            case .quote:
                append(from: start, to: &text)
                position += 1
                return String(decoding: text, as: UTF8.self)
            case .backslash:
                try skipEscape()
                append(from: start, to: &text)
            case 0x80...:
                append(from: start, to: &text)
                try appendMultibyte(to: &text)
            default:
                throw fault
            }
        }
    }

    /// Adds what has been read since a place, escapes resolved.
    private func append(from start: Int, to text: inout [UInt8]) {
        text += bytes(of: JSONString(start: start, end: position, hasEscapes: true))
    }

    /// Adds a character of several bytes.
    ///
    /// One that is not UTF-8 takes its second byte along where that can be one in GBK (40 and up): it
    /// may look like a backslash.
    private mutating func appendMultibyte(to text: inout [UInt8]) throws(BodyFault) {
        let start = position
        do throws(BodyFault) {
            try skipMultibyte()
            append(from: start, to: &text)
        } catch .invalidUTF8 {
            let isPair = start + 1 < bytes.count && bytes[start + 1] >= 0x40
            position = start + (isPair ? 2 : 1)
            text.append(UInt8(ascii: "?"))
        }
    }

    /// The string's characters, escapes resolved.
    package func bytes(of string: JSONString) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(string.end - string.start)
        var index = string.start
        while index < string.end {
            guard bytes[index] == .backslash else {
                output.append(bytes[index])
                index += 1
                continue
            }
            let (scalar, length) = unescaped(at: index)
            output.append(contentsOf: String(scalar).utf8)
            index += length
        }
        return output
    }

    /// The string as text.
    package func text(of string: JSONString) -> String {
        String(decoding: bytes(of: string), as: UTF8.self)
    }

    /// Passes over what a string may simply hold.
    @inlinable @inline(__always)
    mutating func skipPlain() {
        let count = bytes.count
        var index = position
        while count - index >= 8 {
            let plain = eightBytes(at: index).plainPrefix
            index += plain
            guard plain == 8 else {
                position = index
                return
            }
        }
        while index < count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x80, byte != .quote, byte != .backslash else { break }
            index += 1
        }
        position = index
    }

    /// The eight bytes from an index on, which must all be there.
    @inlinable
    func eightBytes(at index: Int) -> EightBytes {
        // Any bits make a UInt64, and the place is checked.
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        return EightBytes(UInt64(littleEndian: word))
    }

    /// Passes over an escape, whose backslash is next.
    @usableFromInline
    mutating func skipEscape() throws(BodyFault) {
        position += 1
        switch next {
        case .quote, .backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            try skipCodeUnits()
        default: throw fault
        }
    }

    /// A code unit, and the second one of a pair: half a pair names no character.
    private mutating func skipCodeUnits() throws(BodyFault) {
        let unit = try codeUnit()
        guard UTF16.isSurrogate(unit) else { return }
        guard UTF16.isLeadSurrogate(unit) else { throw .notJSON }
        try expect(.backslash)
        try expect(UInt8(ascii: "u"))
        guard UTF16.isTrailSurrogate(try codeUnit()) else { throw .notJSON }
    }

    private mutating func codeUnit() throws(BodyFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next.hexValue else { throw fault }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    /// Passes over one character of two to four bytes (RFC 3629 section 4).
    @usableFromInline
    mutating func skipMultibyte() throws(BodyFault) {
        let lead = next
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        default: throw .invalidUTF8
        }
        for offset in 1..<length {
            guard position + offset < bytes.count else { throw .truncated }
            let allowed = offset == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[position + offset]) else { throw .invalidUTF8 }
        }
        position += length
    }

    /// What a checked escape stands for, and how many bytes it takes.
    private func unescaped(at index: Int) -> (Unicode.Scalar, length: Int) {
        switch bytes[index + 1] {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "u"): break
        case let byte: return (Unicode.Scalar(byte), 2)
        }
        let unit = unit(at: index + 2)
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        let pair =
            0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(self.unit(at: index + 8)) - 0xDC00)
        return (Unicode.Scalar(pair) ?? "\u{FFFD}", 12)
    }

    private func unit(at index: Int) -> UInt16 {
        (index..<index + 4).reduce(0) { $0 << 4 | (bytes[$1].hexValue ?? 0) }
    }
}
