/// Ids that wait for news together, and the questions that wait for them.
struct Piece: Sendable {
    let id: PieceID
    let vdnIndex: Int
    /// How many pieces of the same question go before: the fair order.
    let rank: Int
    /// When its first id came.
    let openedAt: Instant
    var slots: [StatusTable.Slot]
    var tickets: [TicketID]
}
