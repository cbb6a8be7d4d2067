/// The objects and arrays open at some point of a text, one bit each.
struct Nesting {
    /// How many are open around the value that is passed over.
    private let outside: Int
    /// How many are open within it.
    private var inside = 0
    /// The kinds of those, the innermost in the lowest bit; a set bit is an object.
    private var kinds: UInt64 = 0

    /// Begins at a value inside so many objects and arrays.
    init(outside: Int) {
        self.outside = outside
    }

    /// The byte that closes the innermost; nothing when all are closed.
    var closing: UInt8? {
        guard inside > 0 else { return nil }
        return kinds & 1 == 1 ? .closeBrace : .closeBracket
    }

    /// Goes one deeper.
    mutating func enter(closing: UInt8) throws(BodyFault) {
        guard outside + inside < JSONScanner.maximumDepth else { throw .tooDeep }
        inside += 1
        kinds = kinds << 1 | (closing == .closeBrace ? 1 : 0)
    }

    /// Comes out again.
    mutating func leave() {
        inside -= 1
        kinds >>= 1
    }
}
