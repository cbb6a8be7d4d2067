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
        settleDemand()
        if let twin = flight.twin { flights[twin]?.twin = nil }
        switch outcome {
        case .success(let report):
            succeed(flight, id, report, at: now, &actions)
        case .failure(let failure):
            fail(flight, id, failure, at: now, &actions)
        }
        barSources(at: now, &actions)
        if let refusal = refusal(at: now.instant) { abandonWhatWaits(refusal, at: now, &actions) }
        sendWhatMayLeave(at: now, &actions)
        return actions
    }

    private mutating func succeed(
        _ flight: Flight,
        _ call: CallID,
        _ report: StatusReport,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        latency.add(now.instant - flight.startedAt)
        let event = callGuard.callSucceeded(
            endpoint: flight.endpoint,
            startedAt: flight.startedAt
        )
        if let event { actions.events.append(event) }
        // The slower of two twins finds its pieces closed, and has nothing to bring.
        guard isAwaited(flight) else { return }
        let landed = land(report, flight, at: now)
        actions.events.append(
            .callSucceeded(
                vdns[flight.vdnIndex],
                ids: flight.agents.count,
                notReported: landed.notReported,
                foreignRows: landed.foreignRows
            )
        )
        settle(flight.pieces, by: call, at: now, &actions)
    }

    /// Takes a report into the table: rows are joined by id, never by position, and a row for an
    /// id that was not asked for is ignored and counted (contract section 1).
    private mutating func land(
        _ report: StatusReport,
        _ flight: Flight,
        at now: Moment
    ) -> (notReported: Int, foreignRows: Int) {
        let landing = demand[flight.vdnIndex].open(at: now.instant)
        let awaited = Set(flight.pieces)
        let underWay = (now.instant - flight.startedAt).nanoseconds / 1_000_000
        let askedAt = Timestamp(milliseconds: now.wall.milliseconds - underWay)
        var foreignRows = 0
        for row in report.reports {
            guard let slot = awaitedSlot(of: row.id, flight, awaited) else {
                foreignRows += 1
                continue
            }
            store(row, in: slot, landing: landing, askedAt: askedAt, at: now)
        }
        for id in report.unreadable {
            guard let slot = awaitedSlot(of: id, flight, awaited) else { continue }
            table[slot].piece = nil
            table[slot].trouble = .cmsMalformed
            table[slot].asideUntil = now.instant + settings.timeToLive
            listIfInDemand(slot, at: now.instant)
        }
        let notReported = storeAbsences(flight, at: now.instant)
        // What is in demand is asked for again within a time to live of its expiry, unless the
        // CMS fails meanwhile.
        let horizon = settings.timeToLive * 2 + settings.staleIfError
        demand[flight.vdnIndex].drop(before: now.instant - horizon)
        return (notReported, foreignRows)
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
        askedAt: Timestamp,
        at now: Moment
    ) {
        var previous: Agent?
        if case .reported(let agent) = table[slot].content { previous = agent }
        table[slot].content = .reported(
            Agent(row, askedAt: askedAt, observedAt: now.wall, previous: previous)
        )
        unlist(slot)
        table[slot].landing = landing
        noteNews(of: slot, at: now.instant)
        listIfInDemand(slot, at: now.instant)
    }

    /// Ids that no row named are "not reported" (contract section 1).
    private mutating func storeAbsences(_ flight: Flight, at now: Instant) -> Int {
        var notReported = 0
        for piece in flight.pieces {
            for slot in pieces[piece]?.slots ?? [] where table[slot].piece == piece {
                table[slot].content = .notReported
                unlist(slot)
                table[slot].landing = 0
                noteNews(of: slot, at: now)
                notReported += 1
            }
        }
        return notReported
    }

    private mutating func noteNews(of slot: StatusTable.Slot, at now: Instant) {
        table[slot].observedAt = now
        table[slot].trouble = nil
        table[slot].refusals = 0
        table[slot].piece = nil
    }

    /// Closes pieces that a call has brought news of, or that are given up, and answers the
    /// questions that now have all they waited for.
    mutating func settle(
        _ closing: [PieceID],
        by call: CallID?,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        for id in closing {
            for waiting in pieces.close(id)?.tickets ?? [] where tickets.settle(waiting, by: call) {
                guard let ticket = tickets.remove(waiting) else { continue }
                deliver(ticket, isLate: false, at: now, &actions)
            }
        }
    }
}
