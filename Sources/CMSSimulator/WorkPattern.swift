/// When an agent is signed in: one shift in every period, as it follows from seed and id.
package struct WorkPattern: Sendable {
    /// One stay at work, in seconds since 1970; the agent is signed in from `start` to before `end`.
    package struct Shift: Hashable, Sendable {
        /// The number of its period since 1970.
        package let number: Int64
        /// When the agent signs in.
        package let start: Int64
        /// When the agent signs out.
        package let end: Int64
    }

    private static let day: Int64 = 86_400
    /// One agent in 16 hardly ever comes: signed-out times of weeks, as in the contract's sample.
    private static let rarePeriod = 40 * day
    private static let startJitter: ClosedRange<Int64> = 0...1_799
    private static let lengths: ClosedRange<Int64> = 28_800...36_000

    private let seed: UInt64
    private let period: Int64
    private let phase: Int64

    /// Creates the pattern of the agent whose seed this is.
    package init(seed: UInt64) {
        self.seed = seed
        var random = SeededRandom(seed, 1)
        period = random.next() % 16 == 0 ? Self.rarePeriod : Self.day
        phase = random.draw(0...period - 1)
    }

    /// The shift of that period.
    package func shift(_ number: Int64) -> Shift {
        var random = SeededRandom(seed, 2, UInt64(bitPattern: number))
        let start = number * period + phase + random.draw(Self.startJitter)
        return Shift(number: number, start: start, end: start + random.draw(Self.lengths))
    }

    /// The last shift that has begun by that second; it may be over.
    package func lastShift(begunBy second: Int64) -> Shift {
        let (quotient, remainder) = (second - phase).quotientAndRemainder(dividingBy: period)
        let found = shift(remainder < 0 ? quotient - 1 : quotient)
        return found.start <= second ? found : shift(found.number - 1)
    }
}
