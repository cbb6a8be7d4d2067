/// What the shell is to do after an event, in this order.
package struct EngineActions: Sendable {
    /// An answer for a question that waited.
    package struct Delivery: Sendable {
        /// Which question.
        package let ticket: TicketID
        /// Its answer.
        package let answer: Answer
    }

    /// Calls to send.
    package var calls: [StatusCall] = []
    /// Calls about groups to send.
    package var groupCalls: [GroupCall] = []
    /// Answers to deliver.
    package var deliveries: [Delivery] = []
    /// What happened.
    package var events: [EngineEvent] = []
    /// When the engine wants to be woken next, if no event comes before.
    package var wakeAt: Instant?
    /// Whether more is left to do at once, in steps between which others have their turn: see
    /// ``StatusEngine/proceed(at:)``.
    package var isUnfinished = false
}
