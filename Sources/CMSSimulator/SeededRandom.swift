internal import StatusEngine

/// Numbers that follow from a seed alone (SplitMix64), the same on every machine and release.
package struct SeededRandom: Sendable {
    private var numbers: SplitMix64

    /// Starts a row of numbers that belongs to the seed and up to three things it is asked about.
    package init(_ seed: UInt64, _ first: UInt64 = 0, _ second: UInt64 = 0, _ third: UInt64 = 0) {
        numbers = SplitMix64(
            seed: Self.mixed(Self.mixed(Self.mixed(seed &+ first) &+ second) &+ third)
        )
        _ = numbers.next()
    }

    /// The next number.
    package mutating func next() -> UInt64 {
        numbers.next()
    }

    /// The next number within the range, both ends included.
    package mutating func draw(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
        return range.lowerBound &+ Int64(bitPattern: next().multipliedFullWidth(by: width).high)
    }

    /// True in the given share of cases: never at 0, always at 1.
    package mutating func chance(_ share: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < share
    }

    /// Puts the elements into an order that follows from the seed (Fisher-Yates).
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in (1..<elements.count).reversed() {
            elements.swapAt(last, Int(draw(0...Int64(last))))
        }
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var numbers = SplitMix64(seed: value)
        return numbers.next()
    }
}
