/// A promise the engine broke, with what is needed to see it again.
package struct Violation: Error, CustomStringConvertible, Sendable {
    /// The schedule's seed.
    package let seed: UInt64
    /// Nanoseconds into the schedule.
    package let at: Int64
    /// Which promise, and how it was broken.
    package let what: String

    /// One line.
    package var description: String {
        "seed \(seed), \(Double(at) / 1e9) s: \(what)"
    }
}
