extension JSONScanner {
    /// Reads a number (RFC 8259 section 6: no leading zero, no plus sign).
    @inlinable
    package mutating func number() throws(BodyFault) -> JSONNumber {
        let isNegative = next == .minus
        if isNegative { position += 1 }
        let whole = try wholePart(isNegative: isNegative)
        let hasFraction = try skipFraction()
        let hasExponent = try skipExponent()
        return hasFraction || hasExponent ? .notWhole : whole
    }

    /// Reads a number up to its fraction or exponent.
    @inlinable @inline(__always)
    mutating func wholePart(isNegative: Bool) throws(BodyFault) -> JSONNumber {
        guard next.isDigit else { throw fault }
        if next == 0x30 {
            position += 1
            guard !next.isDigit else { throw .notJSON }
            return .integer(0)
        }
        let magnitude = firstDigits()
        var value = isNegative ? -magnitude : magnitude
        var overflowed = false
        while next.isDigit {
            let digit = Int64(next & 15)
            let (scaled, scaleOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) =
                isNegative
                ? scaled.subtractingReportingOverflow(digit)
                : scaled.addingReportingOverflow(digit)
            overflowed = overflowed || scaleOverflow || sumOverflow
            value = sum
            position += 1
        }
        return overflowed ? .tooLarge : .integer(value)
    }

    /// Reads digits, but no more than Int64 holds whatever they are.
    @inlinable @inline(__always)
    mutating func firstDigits() -> Int64 {
        let end = min(bytes.count, position + 18)
        var index = position
        var value: Int64 = 0
        while index < end, bytes[index].isDigit {
            value = value &* 10 &+ Int64(bytes[index] & 15)
            index += 1
        }
        position = index
        return value
    }

    /// Passes over a fraction; tells whether there was one.
    @inlinable @inline(__always)
    mutating func skipFraction() throws(BodyFault) -> Bool {
        guard next == UInt8(ascii: ".") else { return false }
        position += 1
        try skipDigits()
        return true
    }

    /// Passes over an exponent; tells whether there was one.
    @inlinable @inline(__always)
    mutating func skipExponent() throws(BodyFault) -> Bool {
        guard next | 0x20 == UInt8(ascii: "e") else { return false }
        position += 1
        if next == UInt8(ascii: "+") || next == .minus { position += 1 }
        try skipDigits()
        return true
    }

    /// Passes over digits, of which one has to be there.
    @usableFromInline
    mutating func skipDigits() throws(BodyFault) {
        guard next.isDigit else { throw fault }
        while next.isDigit { position += 1 }
    }

    /// Passes over a value, whatever it is.
    /// - Parameter depth: how many objects and arrays are open around it.
    /// - Throws: what is wrong with the text.
    package mutating func skipValue(depth: Int) throws(BodyFault) {
        var nesting = Nesting(outside: depth)
        repeat {
            guard try !skipScalarOrOpen(&nesting) else { continue }
            while let closing = nesting.closing {
                guard try !advance(closing: closing) else {
                    if closing == .closeBrace { _ = try key() }
                    break
                }
                nesting.leave()
            }
        } while nesting.closing != nil
    }

    /// Tells whether it opened an object or array that has a first element.
    private mutating func skipScalarOrOpen(_ nesting: inout Nesting) throws(BodyFault) -> Bool {
        switch next {
        case .openBrace:
            guard try open(.closeBrace, &nesting) else { return false }
            _ = try key()
            return true
        case .openBracket: return try open(.closeBracket, &nesting)
        default:
            try skipScalar()
            return false
        }
    }

    private mutating func open(
        _ closing: UInt8,
        _ nesting: inout Nesting
    ) throws(BodyFault) -> Bool {
        try nesting.enter(closing: closing)
        guard !enter(closing: closing) else { return true }
        nesting.leave()
        return false
    }

    private mutating func skipScalar() throws(BodyFault) {
        switch next {
        case .quote: _ = try string()
        case .minus, 0x30...0x39: _ = try number()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: throw fault
        }
    }
}
