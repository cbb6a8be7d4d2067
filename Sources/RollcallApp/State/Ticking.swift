/// Whoever says again and again that a time has passed: the clock in the program, the test in tests.
package protocol Ticking: Sendable {
    /// Gives one element an interval, the first after one interval; one that was not taken in time
    /// is not given twice.
    func ticks(every interval: Duration) -> AsyncStream<Void>
}
