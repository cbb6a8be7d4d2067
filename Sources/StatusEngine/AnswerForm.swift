/// In what form a question wants its answer.
package enum AnswerForm: Hashable, Sendable {
    /// A reading for each id.
    case readings
    /// The roll-up of all, and no readings.
    case rollUp
}
