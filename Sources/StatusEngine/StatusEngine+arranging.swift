internal import Roster

// From what a question needs to the pieces that bring it: for a short question at once, for a long
// one in steps, so that nobody else waits until all its entries are made.
extension StatusEngine {
    /// Lets a question wait for the pieces that bring what it needs, opening those that are not
    /// under way yet.
    mutating func arrange(
        _ question: Question,
        _ needs: Needs,
        vdnIndex: Int,
        at now: Moment
    ) -> Asked {
        // Who cannot wait for a call is answered at once; the call leaves for those who come after.
        guard question.wait > max(.zero, latency.quick) else {
            refresh(needs.behind + needs.waited, vdnIndex, at: now.instant)
            return .answered(answer(question, vdnIndex: vdnIndex, on: AnswerTerms(), at: now))
        }
        begin(Arrangement(needs.behind, vdnIndex: vdnIndex, for: nil, since: now.instant))
        guard !needs.waited.isEmpty else {
            return .answered(answer(question, vdnIndex: vdnIndex, on: AnswerTerms(), at: now))
        }
        let ticket = Ticket(
            id: tickets.makeID(),
            vdnIndex: vdnIndex,
            ids: question.ids,
            form: question.form,
            askedAt: now.instant,
            deadline: now.instant + question.wait,
            reason: needs.reason,
            asker: question.asker
        )
        tickets.add(ticket)
        begin(Arrangement(needs.waited, vdnIndex: vdnIndex, for: ticket, since: now.instant))
        return settledOrWaiting(ticket.id, at: now)
    }

    /// A question all of whose ids found no room in the table is answered at once.
    private mutating func settledOrWaiting(_ id: TicketID, at now: Moment) -> Asked {
        guard tickets.isSettled(id), let ticket = tickets.remove(id) else { return .waiting(id) }
        return .answered(answer(ticket, at: now))
    }

    /// Opens pieces for ids behind an answer, all at once.
    mutating func refresh(_ ids: [AgentID], _ vdnIndex: Int, at now: Instant) {
        guard !ids.isEmpty else { return }
        arrangeAtOnce(Arrangement(ids, vdnIndex: vdnIndex, for: nil, since: now))
    }

    private mutating func begin(_ arrangement: Arrangement) {
        guard arrangement.ids.count > settings.maximumIDsAtOnce else {
            return arrangeAtOnce(arrangement)
        }
        // The question waits for the end of its arrangement as for a piece.
        if let ticket = arrangement.ticket { tickets.expect(ticket.id) }
        arrangements.append(arrangement)
    }

    private mutating func arrangeAtOnce(_ arrangement: Arrangement) {
        var arrangement = arrangement
        look(at: arrangement.ids.count, of: &arrangement, at: arrangement.since)
        gather(&arrangement)
    }

    /// Goes on with the arrangement that was begun first; where nobody waits for it any more, what
    /// has been arranged for goes on for the others, and the rest is left.
    mutating func goOnArranging(at now: Moment, _ actions: inout EngineActions) {
        guard !arrangements.isEmpty else { return }
        var arrangement = arrangements.removeFirst()
        let isAwaited = arrangement.ticket.map { tickets.isWaiting($0.id) } ?? true
        if isAwaited {
            look(at: settings.maximumIDsAtOnce, of: &arrangement, at: now.instant)
        }
        guard arrangement.isComplete || !isAwaited else {
            return arrangements.insert(arrangement, at: 0)
        }
        gather(&arrangement)
        settle(arrangement, at: now, &actions)
    }

    /// Lets a question no longer wait for its arrangement.
    mutating func settle(
        _ arrangement: Arrangement,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        guard let waiting = arrangement.ticket, tickets.settle(waiting.id, by: nil),
            let ticket = tickets.remove(waiting.id)
        else { return }
        deliver(ticket, isLate: false, at: now, &actions)
    }

    /// Looks at the next ids of an arrangement: the question waits for the pieces under way that
    /// bring some of them, and the others are put into a piece of its own.
    private mutating func look(
        at count: Int,
        of arrangement: inout Arrangement,
        at now: Instant
    ) {
        for id in arrangement.takeNext(count) {
            guard let slot = slot(of: id, in: &arrangement, at: now) else { continue }
            if let piece = table[slot].piece {
                join(arrangement.ticket, to: piece)
            } else if table[slot].observedAt <= arrangement.since, now >= table[slot].asideUntil {
                put(slot, into: &arrangement, at: now)
            }
        }
        flush(&arrangement)
    }

    /// The entry of an id, made if there is none; where there was no room for one, there is none
    /// for the next either.
    private mutating func slot(
        of id: AgentID,
        in arrangement: inout Arrangement,
        at now: Instant
    ) -> StatusTable.Slot? {
        guard arrangement.hasRoom else {
            return table.slot(of: id, vdnIndex: arrangement.vdnIndex)
        }
        let slot = table.makeSlot(of: id, vdnIndex: arrangement.vdnIndex, wantedAt: now)
        arrangement.hasRoom = slot != nil
        return slot
    }

    /// Lets a question wait for a piece already under way.
    private mutating func join(_ ticket: Ticket?, to piece: PieceID) {
        guard let ticket, pieces.join(ticket.id, deadline: ticket.deadline, to: piece) else {
            return
        }
        tickets.expectOfOthers(ticket.id)
    }

    /// Puts an id into the piece being filled, each of at most one call's size; an id for whose
    /// sake a call was refused before goes in a call of its own.
    private mutating func put(
        _ slot: StatusTable.Slot,
        into arrangement: inout Arrangement,
        at now: Instant
    ) {
        guard table[slot].refusals == 0 else { return openSuspect(slot, arrangement, at: now) }
        let piece = arrangement.filling ?? open([], for: arrangement, at: now)
        arrangement.filling = piece
        table[slot].piece = piece
        arrangement.slots.append(slot)
        arrangement.filled += 1
        if arrangement.filled == settings.maximumIDsPerCall { gather(&arrangement) }
    }

    /// Lets the piece being filled gather, if there is one.
    private mutating func gather(_ arrangement: inout Arrangement) {
        flush(&arrangement)
        guard let piece = arrangement.takeFilling() else { return }
        pieces.gather(piece)
    }

    /// Lets the pieces being filled gather as they are: a call that leaves with free places leaves
    /// no id behind.
    mutating func gatherWhatIsBeingFilled() {
        for index in arrangements.indices {
            guard let piece = arrangements[index].takeFilling() else { continue }
            pieces.gather(piece)
        }
    }

    private mutating func flush(_ arrangement: inout Arrangement) {
        guard let piece = arrangement.filling, !arrangement.slots.isEmpty else { return }
        pieces.add(arrangement.slots, to: piece)
        arrangement.slots.removeAll(keepingCapacity: !arrangement.isComplete)
    }

    /// Tries an id at fault once more, alone; where even that is too much, it stays aside.
    private mutating func openSuspect(
        _ slot: StatusTable.Slot,
        _ arrangement: Arrangement,
        at now: Instant
    ) {
        guard bisections.take(1, at: now) else {
            table[slot].asideUntil = now + settings.negativeTimeToLive
            return
        }
        let piece = open([slot], for: arrangement, at: now)
        table[slot].piece = piece
        sealed.append(SealedPieces(pieces: [piece], kind: .bisection))
    }

    /// Opens a piece that does not gather yet.
    private mutating func open(
        _ slots: [StatusTable.Slot],
        for arrangement: Arrangement,
        at now: Instant
    ) -> PieceID {
        var content = PieceBook.Content(
            vdnIndex: arrangement.vdnIndex,
            rank: arrangement.rank,
            openedAt: now,
            slots: slots
        )
        if let ticket = arrangement.ticket {
            content.usefulUntil = ticket.deadline
            content.tickets = [ticket.id]
            tickets.expect(ticket.id)
        }
        return pieces.open(content, gathers: false)
    }
}
