/// Some of the numbers of a span, a bit for each: made in one go and filled without hashing, so that
/// the work is bounded by the span and by how many numbers are put in.
struct NumberSet {
    private let lowest: UInt32
    private var words: [UInt64]

    /// Creates an empty set of numbers of a span.
    init(within span: ClosedRange<UInt32>) {
        lowest = span.lowerBound
        words = Array(repeating: 0, count: (span.count + 63) / 64)
    }

    /// Puts a number of the span in; tells whether it was not there.
    mutating func insert(_ number: UInt32) -> Bool {
        let (word, bit) = place(of: number)
        defer { words[word] |= bit }
        return words[word] & bit == 0
    }

    /// Takes a number of the span out; tells whether it was there.
    mutating func remove(_ number: UInt32) -> Bool {
        let (word, bit) = place(of: number)
        defer { words[word] &= ~bit }
        return words[word] & bit != 0
    }

    private func place(of number: UInt32) -> (word: Int, bit: UInt64) {
        let offset = number - lowest
        return (Int(offset / 64), 1 << UInt64(offset % 64))
    }
}
