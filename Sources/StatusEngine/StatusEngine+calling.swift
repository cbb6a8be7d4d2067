internal import Roster

extension StatusEngine {
    /// A call ended.
    package mutating func callEnded(
        _ id: CallID,
        _ outcome: CallOutcome,
        at now: Moment
    ) -> EngineActions {
        var actions = EngineActions()
        guard let flight = flights.removeValue(forKey: id) else { return actions }
        switch outcome {
        case .success(let report): land(report, flight, at: now, &actions)
        case .failure(let failure): fail(flight, failure, at: now, &actions)
        }
        settle(flight.pieces, at: now, &actions)
        if let refusal = refusal(at: now.instant) {
            abandon(pieces.gathering, refusal, at: now, &actions)
        }
        sendWhatMayLeave(at: now, &actions)
        return actions
    }

    /// Sends what has gathered, as far as the guard permits, and says when to wake next.
    mutating func sendWhatMayLeave(at now: Moment, _ actions: inout EngineActions) {
        while isTimeToLeave(at: now.instant), callGuard.permission(at: now.instant) == .granted {
            sendNextCall(at: now, &actions)
        }
        let evicted = table.takeEvicted()
        if evicted > 0 { actions.events.append(.evicted(evicted)) }
        actions.wakeAt = nextWake(at: now.instant)
    }

    private func isTimeToLeave(at now: Instant) -> Bool {
        guard let since = pieces.gatheringSince else { return false }
        return pieces.hasFullCall || now >= since + gatherWindow
    }

    private mutating func sendNextCall(at now: Moment, _ actions: inout EngineActions) {
        guard var departure = pieces.nextDeparture() else { return }
        if let (piece, fitting) = departure.divided {
            divide(piece, after: fitting)
            departure.pieces.append(piece)
        }
        pieces.stopGathering(departure.pieces)
        var slots = departure.pieces.flatMap { pieces[$0]?.slots ?? [] }
        let asked = slots.count
        if let extra = topUp(departure.vdnIndex, StatusCall.maximumIDs - asked, at: now.instant) {
            departure.pieces.append(extra.id)
            slots += extra.slots
        }
        lastCall += 1
        let vdn = vdns[departure.vdnIndex]
        let call = StatusCall(id: CallID(lastCall), vdn: vdn, agents: slots.map { table[$0].id })
        flights[call.id] = Flight(
            vdnIndex: departure.vdnIndex,
            ids: slots.count,
            pieces: departure.pieces,
            startedAt: now.instant
        )
        callGuard.callStarted()
        actions.calls.append(call)
        actions.events.append(
            .callStarted(vdn, ids: slots.count, toppedUp: slots.count - asked)
        )
    }

    /// Divides a piece, and moves entries and questions of the rest along.
    private mutating func divide(_ piece: PieceID, after fitting: Int) {
        guard let rest = pieces.divide(piece, after: fitting) else { return }
        for slot in rest.slots { table[slot].piece = rest.id }
        for ticket in rest.tickets { tickets.expect(ticket) }
    }

    /// Fills free places of a call with ids in recent demand, the soonest to expire first: a call
    /// costs the CMS about the same full or empty, and this is what makes the law of calls hold.
    private mutating func topUp(_ vdnIndex: Int, _ room: Int, at now: Instant) -> Piece? {
        guard room > 0 else { return nil }
        var slots: [StatusTable.Slot] = []
        while slots.count < room, let (slot, landing) = demand[vdnIndex].takeNext() {
            guard table[slot].landing == landing, table[slot].isListed else { continue }
            table[slot].isListed = false
            if table[slot].piece == nil, isInDemand(slot, at: now) { slots.append(slot) }
        }
        guard !slots.isEmpty else { return nil }
        let piece = pieces.open(
            vdnIndex: vdnIndex,
            rank: 0,
            at: now,
            slots: slots,
            tickets: [],
            gathers: false
        )
        for slot in slots { table[slot].piece = piece }
        return pieces[piece]
    }

    /// Takes a report into the table: rows are joined by id, never by position, and a row for an
    /// id that was not asked for is ignored and counted (contract section 1).
    private mutating func land(
        _ report: StatusReport,
        _ flight: Flight,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let latency = now.instant - flight.startedAt
        typicalLatency = typicalLatency == .zero ? latency : (typicalLatency * 7 + latency) / 8
        if callGuard.callSucceeded() { actions.events.append(.recovered) }
        let landing = demand[flight.vdnIndex].open(at: now.instant)
        let awaited = Set(flight.pieces)
        var foreignRows = 0
        for row in report.reports {
            guard let slot = awaitedSlot(of: row.id, flight, awaited) else {
                foreignRows += 1
                continue
            }
            store(row, in: slot, landing: landing, at: now)
        }
        for id in report.unreadable {
            guard let slot = awaitedSlot(of: id, flight, awaited) else { continue }
            table[slot].piece = nil
            table[slot].trouble = .cmsMalformed
            table[slot].asideUntil = now.instant + settings.timeToLive
        }
        let notReported = storeAbsences(flight, at: now.instant)
        demand[flight.vdnIndex].drop(before: now.instant + settings.timeToLive * -2)
        actions.events.append(
            .callSucceeded(
                vdns[flight.vdnIndex],
                ids: flight.ids,
                notReported: notReported,
                foreignRows: foreignRows
            )
        )
    }

    private func awaitedSlot(
        of id: AgentID,
        _ flight: Flight,
        _ awaited: Set<PieceID>
    ) -> StatusTable.Slot? {
        guard let slot = table.slot(of: id, vdnIndex: flight.vdnIndex),
            let piece = table[slot].piece, awaited.contains(piece)
        else { return nil }
        return slot
    }

    private mutating func store(
        _ row: AgentReport,
        in slot: StatusTable.Slot,
        landing: UInt64,
        at now: Moment
    ) {
        var previous: Agent?
        if case .reported(let agent) = table[slot].content { previous = agent }
        table[slot].content = .reported(Agent(row, observedAt: now.wall, previous: previous))
        table[slot].observedAt = now.instant
        table[slot].landing = landing
        table[slot].trouble = nil
        table[slot].piece = nil
        table[slot].isListed =
            isInDemand(slot, at: now.instant)
            && demand[Int(table[slot].vdnIndex)].list(slot, landing: landing)
    }

    /// Whether an id was asked for within the last time to live.
    private func isInDemand(_ slot: StatusTable.Slot, at now: Instant) -> Bool {
        table[slot].wantedAt + settings.timeToLive > now
    }

    /// Ids that no row named are "not reported" (contract section 1).
    private mutating func storeAbsences(_ flight: Flight, at now: Instant) -> Int {
        var notReported = 0
        for piece in flight.pieces {
            for slot in pieces[piece]?.slots ?? [] where table[slot].piece == piece {
                table[slot].content = .notReported
                table[slot].observedAt = now
                table[slot].landing = 0
                table[slot].isListed = false
                table[slot].trouble = nil
                table[slot].piece = nil
                notReported += 1
            }
        }
        return notReported
    }

    /// A failed call leaves what is known untouched, and notes why there is nothing newer.
    private mutating func fail(
        _ flight: Flight,
        _ failure: CallFailure,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        actions.events.append(.callFailed(vdns[flight.vdnIndex], failure))
        if let event = callGuard.callFailed(failure, at: now.instant) {
            actions.events.append(event)
        }
        let aside = failure.code.concernsIDs ? settings.negativeTimeToLive : .zero
        for piece in flight.pieces {
            release(piece, failure.code.trouble, asideUntil: now.instant + aside)
        }
    }

    /// Gives pieces up that no call will bring news for, and answers who waits for them.
    mutating func abandon(
        _ given: [PieceID],
        _ trouble: Trouble,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        pieces.stopGathering(given)
        for piece in given { release(piece, trouble, asideUntil: now.instant) }
        settle(given, at: now, &actions)
    }

    private mutating func release(_ piece: PieceID, _ trouble: Trouble, asideUntil: Instant) {
        for slot in pieces[piece]?.slots ?? [] {
            table[slot].piece = nil
            table[slot].trouble = trouble
            table[slot].asideUntil = asideUntil
        }
    }

    /// Closes pieces, and answers the questions that now have all they waited for.
    private mutating func settle(
        _ closing: [PieceID],
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        for id in closing {
            for waiting in pieces.close(id)?.tickets ?? [] where tickets.settle(waiting) {
                guard let ticket = tickets.remove(waiting) else { continue }
                actions.deliveries.append(delivery(for: ticket, at: now))
            }
        }
    }
}
