internal import NIOHTTP1

/// A request's head as most clients send it, read in one pass without the parser.
///
/// It is a GET or HEAD of HTTP/1.1 that came whole in one read and ends with it; its target is a path,
/// and no field speaks of a body, of another protocol, or of the connection's end. Of whatever else
/// there is nothing is read, and the parser gets every byte of it: so no bytes are ever understood in
/// two ways, and what is malformed is refused in one place.
struct PlainHead {
    /// GET or HEAD.
    let method: HTTPMethod
    /// The target.
    let target: RequestTarget
    /// The header fields.
    let headers: HTTPHeaders
    /// Which of them there are.
    let names: FieldNames

    /// As many fields as most clients send at most.
    private static let usualCount = 8

    /// Reads bytes that begin with a request's first and are all that was read.
    init?(_ bytes: Span<UInt8>, limits: HTTPLimits) {
        guard bytes.count <= limits.maximumHeadBytes else { return nil }
        var place = 0
        if bytes.skip("GET ", at: &place) {
            method = .GET
        } else if bytes.skip("HEAD ", at: &place) {
            method = .HEAD
        } else {
            return nil
        }
        guard let target = Self.target(in: bytes, at: &place, limits: limits),
            bytes.skip(" HTTP/1.1\r\n", at: &place)
        else { return nil }
        self.target = target
        var fields: [(String, String)] = []
        fields.reserveCapacity(Self.usualCount)
        var names = FieldNames()
        while !bytes.skip("\r\n", at: &place) {
            guard fields.count < limits.maximumHeaderCount,
                let field = Self.field(in: bytes, at: &place)
            else { return nil }
            guard names.add(field.name).isDisjoint(with: .framing) else { return nil }
            fields.append(field)
        }
        headers = HTTPHeaders(fields)
        self.names = names
        guard place == bytes.count, isPlain else { return nil }
    }

    /// Whether there is one valid `Host`, and whether the connection stays open.
    private var isPlain: Bool {
        guard names.present.contains(.host), names.repeated.isDisjoint(with: [.host, .connection]),
            let host = headers.first(name: "host"), HostField.isValid(host)
        else { return false }
        guard names.present.contains(.connection) else { return true }
        return headers.first(name: "connection")?.lowercased() == "keep-alive"
    }

    /// A path and its query, up to the space behind them.
    private static func target(
        in bytes: Span<UInt8>,
        at place: inout Int,
        limits: HTTPLimits
    ) -> RequestTarget? {
        let start = place
        var mark: Int?
        while let byte = bytes.byte(at: place), byte.isVisible, byte != UInt8(ascii: "#") {
            if byte == UInt8(ascii: "?"), mark == nil { mark = place }
            place += 1
        }
        guard start < place, bytes[start] == UInt8(ascii: "/"),
            place - start <= limits.maximumTargetBytes,
            let path = bytes.text(start..<(mark ?? place))
        else { return nil }
        guard let mark else { return RequestTarget(path: path, query: nil) }
        return bytes.text((mark + 1)..<place).map { RequestTarget(path: path, query: $0) }
    }

    /// One line: a name of letters, digits, `-` and `_`, and a value of visible characters that ends
    /// with one.
    private static func field(
        in bytes: Span<UInt8>,
        at place: inout Int
    ) -> (name: String, value: String)? {
        let start = place
        while let byte = bytes.byte(at: place), byte.isUsualInName { place += 1 }
        guard let name = bytes.text(start..<place), bytes.skip(":", at: &place) else { return nil }
        while bytes.byte(at: place) == UInt8(ascii: " ") { place += 1 }
        let valueStart = place
        while let byte = bytes.byte(at: place), byte.isVisible || byte == UInt8(ascii: " ") {
            place += 1
        }
        guard valueStart < place, bytes[place - 1].isVisible,
            let value = bytes.text(valueStart..<place), bytes.skip("\r\n", at: &place)
        else { return nil }
        return (name, value)
    }
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

extension Span<UInt8> {
    /// The byte at a place that is not before the first; nothing behind the last.
    fileprivate func byte(at place: Int) -> UInt8? {
        place < count ? unsafe self[unchecked: place] : nil
    }

    /// Goes past a text, if it is there.
    fileprivate func skip(_ text: StaticString, at place: inout Int) -> Bool {
        guard text.utf8CodeUnitCount <= count - place else { return false }
        for offset in 0..<text.utf8CodeUnitCount {
            guard unsafe self[place + offset] == text.utf8Start[offset] else { return false }
        }
        place += text.utf8CodeUnitCount
        return true
    }
}
