internal import NIOHTTP1

/// Which of the header fields that are looked at for each request a head has, found in one pass: so
/// what is not there costs nothing more.
package struct FieldNames: Hashable, Sendable {
    /// A set of such fields.
    struct Names: OptionSet, Hashable, Sendable {
        let rawValue: UInt16

        static let host = Names(rawValue: 1 << 0)
        static let contentLength = Names(rawValue: 1 << 1)
        static let transferEncoding = Names(rawValue: 1 << 2)
        static let expect = Names(rawValue: 1 << 3)
        static let upgrade = Names(rawValue: 1 << 4)
        static let requestID = Names(rawValue: 1 << 5)
        static let prefer = Names(rawValue: 1 << 6)
        static let cacheControl = Names(rawValue: 1 << 7)
        static let pragma = Names(rawValue: 1 << 8)
        static let ifNoneMatch = Names(rawValue: 1 << 9)
        static let connection = Names(rawValue: 1 << 10)

        /// Those that tell where a request ends, or whether HTTP does.
        static let framing: Names = [.contentLength, .transferEncoding, .expect, .upgrade]
    }

    /// Those there are.
    private(set) var present: Names = []
    /// Those there are more than once.
    private(set) var repeated: Names = []

    /// Nothing has been looked at yet.
    init() {}

    /// Looks through a head's fields.
    init(_ headers: HTTPHeaders) {
        for (name, _) in headers { add(name.utf8Span.span) }
    }

    /// Takes notice of a field; tells which it is.
    @discardableResult
    mutating func add(_ name: Span<UInt8>) -> Names {
        let known = Self.known(name)
        repeated.formUnion(present.intersection(known))
        present.formUnion(known)
        return known
    }

    private static func known(_ name: Span<UInt8>) -> Names {
        switch name.count {
        case 4 where name.isField("host"): .host
        case 6 where name.isField("prefer"): .prefer
        case 6 where name.isField("expect"): .expect
        case 6 where name.isField("pragma"): .pragma
        case 7 where name.isField("upgrade"): .upgrade
        case 10 where name.isField("connection"): .connection
        case 12 where name.isField("x-request-id"): .requestID
        case 13 where name.isField("cache-control"): .cacheControl
        case 13 where name.isField("if-none-match"): .ifNoneMatch
        case 14 where name.isField("content-length"): .contentLength
        // The parser takes it for Connection.
        case 16 where name.isField("proxy-connection"): .connection
        case 17 where name.isField("transfer-encoding"): .transferEncoding
        default: []
        }
    }
}

extension Span<UInt8> {
    /// Whether this is a field's name, given in lower case and of the same length.
    ///
    /// The parser and ``PlainHead`` let only bytes of tokens through, of which the bit tells upper case
    /// alone.
    fileprivate func isField(_ name: StaticString) -> Bool {
        for place in indices {
            guard unsafe self[place] | 0x20 == name.utf8Start[place] else { return false }
        }
        return true
    }
}
