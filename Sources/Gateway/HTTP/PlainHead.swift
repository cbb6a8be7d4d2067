/// A request's head as most clients send it, read in one pass without the parser: where its parts lie in
/// the bytes it was read from.
///
/// It is a GET or HEAD of HTTP/1.1 that came whole in one read and ends with it; its target is a path,
/// and no field speaks of a body, of another protocol, or of the connection's end. Of whatever else
/// there is nothing is read, and the parser gets every byte of it: so no bytes are ever understood in
/// two ways, and what is malformed is refused in one place.
struct PlainHead {
    /// Where a header field lies: small, since room for many is laid out with each head.
    struct Field {
        private var bounds: (name: UInt16, nameEnd: UInt16, value: UInt16, end: UInt16) = (
            0, 0, 0, 0
        )

        /// No field.
        fileprivate init() {}

        /// Takes note of places, none of which is beyond the longest head.
        fileprivate init(name: Range<Int>, value: Range<Int>) {
            bounds.name = UInt16(name.lowerBound)
            bounds.nameEnd = UInt16(name.upperBound)
            bounds.value = UInt16(value.lowerBound)
            bounds.end = UInt16(value.upperBound)
        }

        /// Where its name lies.
        var name: Range<Int> { Int(bounds.name)..<Int(bounds.nameEnd) }
        /// Where its value lies.
        var value: Range<Int> { Int(bounds.value)..<Int(bounds.end) }
    }

    /// Whether the method is HEAD; else it is GET.
    let isHead: Bool
    /// The target: path, and query where there is one.
    let target: Range<Int>
    /// Where the question mark stands in it, if one does.
    let mark: Int?
    /// Which header fields there are.
    let names: FieldNames
    /// How many header fields there are.
    let fieldCount: Int
    /// Where they lie; those behind the last are empty.
    private let places: Places

    private typealias Places = InlineArray<24, Field>
    /// More fields than that are left to the parser.
    static let maximumFields = Places.count
    /// A longer head is left to the parser.
    static let maximumBytes = Int(UInt16.max)

    /// Reads bytes that begin with a request's first and are all that was read.
    init?(_ bytes: Span<UInt8>, limits: HTTPLimits) {
        guard bytes.count <= min(Self.maximumBytes, limits.maximumHeadBytes),
            bytes.endsInEmptyLine
        else { return nil }
        var place = 0
        isHead = bytes.skip("HEAD ", at: &place)
        guard isHead || bytes.skip("GET ", at: &place) else { return nil }
        let start = place
        mark = bytes.skipTarget(at: &place)
        target = start..<place
        guard start < place, place - start <= limits.maximumTargetBytes,
            bytes[start] == UInt8(ascii: "/"), bytes.skip(" HTTP/1.1\r\n", at: &place)
        else { return nil }
        var places = Places(repeating: Field())
        var (count, names) = (0, FieldNames())
        let maximum = min(Self.maximumFields, limits.maximumHeaderCount)
        while !bytes.skip("\r\n", at: &place) {
            guard count < maximum, let field = bytes.skipField(at: &place) else { return nil }
            let name = names.add(bytes.extracting(field.name))
            guard name.isDisjoint(with: .framing),
                Self.isPlain(bytes.extracting(field.value), of: name)
            else { return nil }
            places[count] = field
            count += 1
        }
        guard place == bytes.count, names.present.contains(.host),
            names.repeated.isDisjoint(with: [.host, .connection])
        else { return nil }
        (self.places, fieldCount, self.names) = (places, count, names)
    }

    /// Whether a `Host` is valid, and whether the connection stays open.
    private static func isPlain(_ value: Span<UInt8>, of name: FieldNames.Names) -> Bool {
        switch name {
        case .host: HostField.isValid(value)
        case .connection: value.isKeepAlive
        default: true
        }
    }

    /// Where a header field lies.
    subscript(index: Int) -> Field { places[index] }
}

extension UInt8 {
    /// Whether it is a visible ASCII character.
    fileprivate var isVisible: Bool { self > 0x20 && self < 0x7F }

    /// Whether it is a letter, a digit, `-` or `_`.
    fileprivate var isUsualInName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension UInt64 {
    /// Whether each of its bytes is a visible ASCII character or a space.
    fileprivate var isText: Bool {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        // The top bit of a byte is set in the first where it is less than a space, in the second where it
        // is more than a tilde; what is carried to the next byte comes from one that is.
        let (less, more) = ((self &- ones &* 0x20) & ~self, (self &+ ones) | self)
        return (less | more) & tops == 0
    }
}

extension Span<UInt8> {
    /// The byte at a place that is not before the first; nothing behind the last.
    fileprivate func byte(at place: Int) -> UInt8? {
        place < count ? unsafe self[unchecked: place] : nil
    }

    /// Whether the last line is an empty one; so what comes in pieces is not looked at in vain.
    fileprivate var endsInEmptyLine: Bool {
        var place = count - 4
        return place >= 0 && skip("\r\n\r\n", at: &place)
    }

    /// Whether it is `keep-alive`, in whatever case.
    fileprivate var isKeepAlive: Bool {
        let text: StaticString = "keep-alive"
        guard count == text.utf8CodeUnitCount else { return false }
        for place in indices {
            guard unsafe self[place] | 0x20 == text.utf8Start[place] | 0x20 else { return false }
        }
        return true
    }

    /// Goes past a text, if it is there; inlined, so that its length is known to the compiler.
    @inline(__always)
    fileprivate func skip(_ text: StaticString, at place: inout Int) -> Bool {
        guard text.utf8CodeUnitCount <= count - place else { return false }
        for offset in 0..<text.utf8CodeUnitCount {
            guard unsafe self[unchecked: place + offset] == text.utf8Start[offset] else {
                return false
            }
        }
        place += text.utf8CodeUnitCount
        return true
    }

    /// Goes past a path and its query, up to the space behind them.
    /// - Returns: where the question mark between them stands.
    fileprivate func skipTarget(at place: inout Int) -> Int? {
        var mark: Int?
        while let byte = byte(at: place), byte.isVisible, byte != UInt8(ascii: "#") {
            if byte == UInt8(ascii: "?"), mark == nil { mark = place }
            place += 1
        }
        return mark
    }

    /// Goes past visible characters and spaces, eight at a time where all of them are.
    fileprivate func skipText(at place: inout Int) {
        while place <= count - 8,
            unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self).isText
        {
            place += 8
        }
        while let byte = byte(at: place), byte.isVisible || byte == UInt8(ascii: " ") {
            place += 1
        }
    }

    /// Goes past one line: a name of letters, digits, `-` and `_`, and a value of visible characters
    /// that ends with one.
    fileprivate func skipField(at place: inout Int) -> PlainHead.Field? {
        let start = place
        while let byte = byte(at: place), byte.isUsualInName { place += 1 }
        let name = start..<place
        guard !name.isEmpty, skip(":", at: &place) else { return nil }
        while byte(at: place) == UInt8(ascii: " ") { place += 1 }
        let valueStart = place
        skipText(at: &place)
        let value = valueStart..<place
        guard !value.isEmpty, self[place - 1].isVisible, skip("\r\n", at: &place) else {
            return nil
        }
        return PlainHead.Field(name: name, value: value)
    }
}
