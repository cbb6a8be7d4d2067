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

    /// Whether some VDN's gathering pieces fill a call.
    var hasFullCall: Bool {
        idsByVDN.contains { $0 >= StatusCall.maximumIDs }
    }

    subscript(id: PieceID) -> Piece? { pieces[id] }

    /// Opens a piece; one that gathers takes its place in the order.
    mutating func open(
        vdnIndex: Int,
        rank: Int,
        at now: Instant,
        slots: [StatusTable.Slot],
        tickets: [TicketID],
        gathers: Bool
    ) -> PieceID {
        lastNumber += 1
        let id = PieceID(number: lastNumber)
        pieces[id] = Piece(
            id: id,
            vdnIndex: vdnIndex,
            rank: rank,
            openedAt: now,
            slots: slots,
            tickets: tickets
        )
        guard gathers else { return id }
        idsByVDN[vdnIndex] += slots.count
        gatheringSince = min(gatheringSince ?? now, now)
        order.insert((rank, id), at: order.partitioningIndex { $0.rank > rank })
        return id
    }

    /// Lets a question wait for a piece; asking again right after counts once.
    /// - Returns: whether the question is new to the piece.
    mutating func join(_ ticket: TicketID, to piece: PieceID) -> Bool {
        guard pieces[piece]?.tickets.last != ticket else { return false }
        pieces[piece]?.tickets.append(ticket)
        return true
    }

    /// Takes a piece out, when its news has come or will not come.
    mutating func close(_ id: PieceID) -> Piece? {
        pieces.removeValue(forKey: id)
    }

    /// What leaves with the next call.
    struct Departure {
        /// The VDN of the call.
        let vdnIndex: Int
        /// The pieces that leave whole.
        var pieces: [PieceID] = []
        /// A piece of which only the first ids find room.
        var divided: (piece: PieceID, fitting: Int)?
    }

    /// Which pieces the next call takes: those of the first piece's VDN, in order, up to 6000 ids.
    func nextDeparture() -> Departure? {
        guard let first = order.first, let vdnIndex = pieces[first.id]?.vdnIndex else { return nil }
        var departure = Departure(vdnIndex: vdnIndex)
        var room = StatusCall.maximumIDs
        for (_, id) in order where room > 0 {
            guard let piece = pieces[id], piece.vdnIndex == vdnIndex else { continue }
            guard piece.slots.count <= room else {
                departure.divided = (id, room)
                break
            }
            departure.pieces.append(id)
            room -= piece.slots.count
        }
        return departure
    }

    /// Divides a gathering piece: the first ids stay, the rest becomes a piece of its own that
    /// the same questions wait for.
    /// - Returns: the new piece.
    mutating func divide(_ id: PieceID, after fitting: Int) -> Piece? {
        guard let piece = pieces[id] else { return nil }
        let rest = Array(piece.slots[fitting...])
        pieces[id]?.slots.removeSubrange(fitting...)
        idsByVDN[piece.vdnIndex] -= rest.count
        let opened = open(
            vdnIndex: piece.vdnIndex,
            rank: piece.rank,
            at: piece.openedAt,
            slots: rest,
            tickets: piece.tickets,
            gathers: true
        )
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
