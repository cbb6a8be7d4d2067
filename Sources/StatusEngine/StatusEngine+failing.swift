internal import Roster

extension StatusEngine {
    /// A failed call leaves what is known untouched; its ids gather again, are tried in halves, or
    /// are given up for now with the reason noted.
    mutating func fail(
        _ flight: Flight,
        _ call: CallID,
        _ failure: CallFailure,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let open = flight.pieces
        let (verdict, event) = callGuard.callFailed(
            failure,
            endpoint: flight.endpoint,
            startedAt: flight.startedAt,
            canBeResent: canBeResent(open),
            at: now
        )
        let vdn = vdns[flight.vdnIndex]
        actions.events.append(
            verdict == .resend ? .callResent(vdn, failure) : .callFailed(vdn, failure)
        )
        if let event { actions.events.append(event) }
        switch verdict {
        case .resend:
            pieces.markResent(open)
            send(open, kind: .resend, to: flight.endpoint, at: now, &actions)
        case .retry:
            let idle = open.filter { pieces[$0]?.isExtra == true && pieces[$0]?.tickets == [] }
            abandon(idle, failure.code.trouble, by: call, at: now, &actions)
            for piece in open where pieces[piece] != nil { pieces.gatherAgain(piece) }
        case .giveUp:
            abandon(open, failure.code.trouble, by: call, at: now, &actions)
        case .bisect:
            bisect(open, failure.code.trouble, by: call, at: now, &actions)
        }
    }

    /// Whether a call may be sent once more for its connection's sake: no more than once for the same
    /// ids, until there is news of them.
    private func canBeResent(_ open: [PieceID]) -> Bool {
        open.allSatisfy { pieces[$0]?.wasResent == false }
    }

    /// Finds the id for whose sake a call was refused: halves go in calls of their own, until one
    /// id is left, which is put aside.
    private mutating func bisect(
        _ refused: [PieceID],
        _ trouble: Trouble,
        by call: CallID,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let count = refused.reduce(0) { $0 + (pieces[$1]?.slots.count ?? 0) }
        guard count > 1, bisections.take(2, at: now.instant) else {
            putAside(refused, isFound: count == 1, at: now, &actions)
            return abandon(refused, trouble, by: call, at: now, &actions)
        }
        var room = count / 2
        var first: [PieceID] = []
        var second: [PieceID] = []
        for piece in refused {
            let size = pieces[piece]?.slots.count ?? 0
            if room >= size {
                first.append(piece)
            } else if room > 0, let rest = divide(piece, after: room) {
                first.append(piece)
                second.append(rest)
            } else {
                second.append(piece)
            }
            room = max(0, room - size)
        }
        sealed.append(SealedPieces(pieces: first, kind: .bisection))
        sealed.append(SealedPieces(pieces: second, kind: .bisection))
    }

    /// Keeps ids out of calls for a while, the one at fault longer with each refusal.
    private mutating func putAside(
        _ refused: [PieceID],
        isFound: Bool,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        for slot in refused.flatMap({ pieces[$0]?.slots ?? [] }) {
            var aside = settings.negativeTimeToLive
            if isFound {
                aside = min(aside * (1 << Int(table[slot].refusals)), .seconds(3_600))
                table[slot].refusals = min(table[slot].refusals + 1, 12)
                let vdn = vdns[Int(table[slot].vdnIndex)]
                actions.events.append(.putAside(vdn, table[slot].id, aside))
            }
            table[slot].asideUntil = now.instant + aside
        }
    }

    /// Gives up whatever waits for a call: none may leave, so there is nothing to wait for.
    mutating func abandonWhatWaits(
        _ trouble: Trouble,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let cutShort = arrangements
        arrangements = []
        let filling = cutShort.compactMap(\.filling)
        let waiting = pieces.gathering + sealed.flatMap(\.pieces) + filling
        sealed = []
        abandon(waiting, trouble, at: now, &actions)
        for arrangement in cutShort {
            if let ticket = arrangement.ticket { tickets.refuse(ticket.id, trouble) }
            settle(arrangement, at: now, &actions)
        }
    }

    /// Gives pieces up that no call will bring news for, and answers who waits for them; `call`
    /// is the one that failed to, if there was one.
    mutating func abandon(
        _ given: [PieceID],
        _ trouble: Trouble,
        by call: CallID? = nil,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        guard !given.isEmpty else { return }
        pieces.stopGathering(given)
        for slot in given.flatMap({ pieces[$0]?.slots ?? [] }) {
            table[slot].piece = nil
            table[slot].trouble = trouble
            listIfInDemand(slot, at: now.instant)
        }
        settle(given, by: call, at: now, &actions)
    }
}
