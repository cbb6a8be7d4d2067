internal import Roster

/// Ids that calls have to bring, on their way into the pieces that calls are made of.
///
/// For a long question that takes several steps; what they have come to is kept here.
struct Arrangement: Sendable {
    let ids: [AgentID]
    let vdnIndex: Int
    /// The question that waits for the ids; none where they are refreshed behind an answer.
    let ticket: Ticket?
    /// When they were asked for: what has come since is not asked for again.
    let since: Instant
    /// How many of the ids have been looked at.
    var looked = 0
    /// Whether the table had room for all of them.
    var hasRoom = true
    /// The piece that is being filled; it does not gather before it is full, or the last.
    var filling: PieceID?
    /// What the piece is about to get; nothing between steps.
    var slots: [StatusTable.Slot] = []
    /// How many ids the piece has, these among them.
    var filled = 0
    /// How many pieces went before.
    var rank = 0

    init(_ ids: [AgentID], vdnIndex: Int, for ticket: Ticket?, since: Instant) {
        self.ids = ids
        self.vdnIndex = vdnIndex
        self.ticket = ticket
        self.since = since
    }

    /// Takes the ids of the next step.
    mutating func takeNext(_ count: Int) -> ArraySlice<AgentID> {
        let next = ids[looked...].prefix(count)
        looked += next.count
        return next
    }

    /// Takes the piece that is being filled; the next id begins another.
    mutating func takeFilling() -> PieceID? {
        guard let piece = filling else { return nil }
        filling = nil
        filled = 0
        rank += 1
        return piece
    }

    /// Whether all ids have been looked at.
    var isComplete: Bool { looked == ids.count }
}
