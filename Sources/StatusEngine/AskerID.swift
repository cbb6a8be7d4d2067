/// Names whoever asked a question, for those who follow requests: the engine only hands it on to
/// the calls that leave for the question's sake.
package struct AskerID: Hashable, Sendable {
    /// Whatever number the asker was given.
    package let number: UInt64

    /// Creates a name.
    package init(_ number: UInt64) { self.number = number }
}
