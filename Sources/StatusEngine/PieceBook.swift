/// All pieces, gathering or in flight, and the fair order of those that gather: every question's
/// first piece before any question's second, so that one caller's 60,000 ids do not starve a
/// single look-up.
struct PieceBook: Sendable {
    private var pieces: [PieceID: Piece] = [:]
    private var order: [(rank: Int, id: PieceID)] = []
    private var idsByVDN: [Int]
    private var lastNumber: UInt64 = 0

    /// When the oldest piece that gathers was opened.
    private(set) var gatheringSince: Instant?

    init(vdns: Int) {
        idsByVDN = Array(repeating: 0, count: vdns)
    }

    /// Whether some VDN's gathering pieces fill a call of so many ids.
    func hasFullCall(of room: Int) -> Bool {
        idsByVDN.contains { $0 >= room }
    }

    /// Whether the call that leaves next is filled by what gathers.
    func isNextFull(of room: Int) -> Bool {
        guard let first = order.first, let piece = pieces[first.id] else { return false }
        return idsByVDN[piece.vdnIndex] >= room
    }

    subscript(id: PieceID) -> Piece? { pieces[id] }

    /// Opens a piece; one that gathers takes its place in the order.
    mutating func open(_ content: Content, gathers: Bool) -> PieceID {
        lastNumber += 1
        let id = PieceID(number: lastNumber)
        pieces[id] = Piece(
            id: id,
            vdnIndex: content.vdnIndex,
            rank: content.rank,
            openedAt: content.openedAt,
            usefulUntil: content.usefulUntil,
            slots: content.slots,
            tickets: content.tickets,
            isExtra: content.isExtra
        )
        if gathers { gather(id) }
        return id
    }

    /// Puts more ids into a piece that does not gather yet.
    mutating func add(_ slots: [StatusTable.Slot], to id: PieceID) {
        pieces[id]?.slots += slots
    }

    /// What a piece is opened with.
    struct Content {
        let vdnIndex: Int
        var rank = 0
        let openedAt: Instant
        /// For a refresh behind an answer: always.
        var usefulUntil = Instant(nanoseconds: .max)
        let slots: [StatusTable.Slot]
        var tickets: [TicketID] = []
        var isExtra = false
    }

    /// Gives a piece its place in the gathering order.
    mutating func gather(_ id: PieceID) {
        guard let piece = pieces[id] else { return }
        idsByVDN[piece.vdnIndex] += piece.slots.count
        gatheringSince = min(gatheringSince ?? piece.openedAt, piece.openedAt)
        order.insert((piece.rank, id), at: order.partitioningIndex { $0.rank > piece.rank })
    }

    /// Lets the ids of a failed call gather again.
    mutating func gatherAgain(_ id: PieceID) {
        pieces[id]?.isRetry = true
        gather(id)
    }

    /// Notes that a call with these ids is sent once more for its connection's sake.
    mutating func markResent(_ resent: [PieceID]) {
        for id in resent { pieces[id]?.wasResent = true }
    }

    /// Lets a question wait for a piece; asking again right after counts once.
    /// - Returns: whether the question is new to the piece.
    mutating func join(_ ticket: TicketID, deadline: Instant, to id: PieceID) -> Bool {
        guard let piece = pieces[id], piece.tickets.last != ticket else { return false }
        pieces[id]?.tickets.append(ticket)
        pieces[id]?.usefulUntil = max(piece.usefulUntil, deadline)
        return true
    }

    /// Takes a piece out, when its news has come or will not come.
    mutating func close(_ id: PieceID) -> Piece? {
        pieces.removeValue(forKey: id)
    }

    /// Which pieces the next call takes: those of the first piece's VDN, in order, as far as there
    /// is room.
    /// - Parameter room: how many ids the call may carry.
    /// - Returns: the pieces, and how many ids of the last one find room if not all do.
    func nextDeparture(room: Int) -> (pieces: [PieceID], fitting: Int?)? {
        guard let first = order.first, let vdnIndex = pieces[first.id]?.vdnIndex else { return nil }
        var room = room
        var leaving: [PieceID] = []
        for (_, id) in order where room > 0 {
            guard let piece = pieces[id], piece.vdnIndex == vdnIndex else { continue }
            leaving.append(id)
            guard piece.slots.count <= room else { return (leaving, room) }
            room -= piece.slots.count
        }
        return (leaving, nil)
    }

    /// Divides a piece that does not gather: the first ids stay, the rest becomes a piece of its
    /// own that the same questions wait for.
    /// - Returns: the new piece, which does not gather either.
    mutating func divide(_ id: PieceID, after fitting: Int) -> Piece? {
        guard let piece = pieces[id] else { return nil }
        pieces[id]?.slots.removeSubrange(fitting...)
        let rest = Content(
            vdnIndex: piece.vdnIndex,
            rank: piece.rank,
            openedAt: piece.openedAt,
            usefulUntil: piece.usefulUntil,
            slots: Array(piece.slots[fitting...]),
            tickets: piece.tickets
        )
        let opened = open(rest, gathers: false)
        pieces[opened]?.isRetry = piece.isRetry
        pieces[opened]?.wasResent = piece.wasResent
        return pieces[opened]
    }

    /// Takes those of the pieces that gather out of the gathering order.
    mutating func stopGathering(_ leaving: [PieceID]) {
        let gone = Set(leaving)
        for (_, id) in order where gone.contains(id) {
            guard let piece = pieces[id] else { continue }
            idsByVDN[piece.vdnIndex] -= piece.slots.count
        }
        order.removeAll { gone.contains($0.id) }
        gatheringSince = order.compactMap { pieces[$0.id]?.openedAt }.min()
    }

    /// The pieces that gather, in order.
    var gathering: [PieceID] { order.map(\.id) }
}

extension Array {
    /// The first index whose element satisfies a condition that, once true, stays true.
    func partitioningIndex(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
