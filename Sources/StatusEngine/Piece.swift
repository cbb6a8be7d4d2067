/// Ids that wait for news together, and the questions that wait for them.
struct Piece: Sendable {
    let id: PieceID
    let vdnIndex: Int
    /// How many pieces of the same question go before: the fair order.
    let rank: Int
    /// When its first id came.
    let openedAt: Instant
    /// Until when its news is of use to somebody: the latest deadline of the questions.
    var usefulUntil: Instant
    var slots: [StatusTable.Slot]
    var tickets: [TicketID]
    /// Whether it only fills places left free in a call.
    var isExtra = false
    /// Whether a call with these ids failed before.
    var isRetry = false
    /// Whether a call with these ids was sent once more for its connection's sake: once is enough.
    var wasResent = false
}
