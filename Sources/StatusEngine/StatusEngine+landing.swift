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
        switch outcome {
        case .success(let report):
            succeed(flight, id, report, at: now, &actions)
        case .failure(let failure):
            fail(flight, id, failure, at: now, &actions)
        }
        noteStandstill(at: now.instant)
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
        let number = demand[flight.vdnIndex].open(at: now.instant)
        var landing = Landing(call, flight, report, number: number, at: now)
        guard report.reports.count <= settings.maximumIDsAtOnce else {
            return landings.append(landing)
        }
        land(report.reports.count, of: &landing)
        finish(landing, at: now, &actions)
    }

    /// Goes on with the report that came first.
    mutating func goOnLanding(at now: Moment, _ actions: inout EngineActions) {
        guard !landings.isEmpty else { return }
        var landing = landings.removeFirst()
        land(settings.maximumIDsAtOnce, of: &landing)
        guard landing.isComplete else { return landings.insert(landing, at: 0) }
        finish(landing, at: now, &actions)
    }

    /// Takes the next rows of a report into the table: rows are joined by id, never by position, and
    /// a row for an id that was not asked for is ignored and counted (contract section 1).
    private mutating func land(_ count: Int, of landing: inout Landing) {
        for row in landing.takeNext(count) {
            guard let slot = awaitedSlot(of: row.id, landing) else {
                landing.foreignRows += 1
                continue
            }
            store(row, in: slot, landing)
        }
    }

    /// Takes in what a report says beside its rows, and answers who waited for it.
    private mutating func finish(
        _ landing: Landing,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let (flight, observedAt) = (landing.flight, landing.at.instant)
        for id in landing.report.unreadable {
            guard let slot = awaitedSlot(of: id, landing) else { continue }
            noteUnreadable(slot, at: observedAt)
        }
        let notReported = finishIDsWithoutRow(landing)
        // What is in demand is asked for again within a time to live of its expiry, unless the
        // CMS fails meanwhile.
        let horizon = settings.timeToLive * 2 + settings.staleIfError
        demand[flight.vdnIndex].drop(before: observedAt - horizon)
        actions.events.append(
            .callSucceeded(
                vdns[flight.vdnIndex],
                ids: flight.agents.count,
                notReported: notReported,
                foreignRows: landing.foreignRows
            )
        )
        settle(flight.pieces, by: landing.call, at: now, &actions)
    }

    private func awaitedSlot(
        of id: AgentID,
        _ landing: Landing
    ) -> StatusTable.Slot? {
        guard let slot = table.slot(of: id, vdnIndex: landing.flight.vdnIndex),
            let piece = table[slot].piece, landing.awaited.contains(piece)
        else { return nil }
        return slot
    }

    private mutating func store(_ row: AgentReport, in slot: StatusTable.Slot, _ landing: Landing) {
        var previous: Agent?
        if case .reported(let agent) = table[slot].content { previous = agent }
        let (askedAt, observedAt) = (landing.askedAt, landing.at.wall)
        table[slot].content = .reported(
            Agent(row, askedAt: askedAt, observedAt: observedAt, previous: previous)
        )
        unlist(slot)
        table[slot].landing = landing.number
        noteNews(of: slot, at: landing.at.instant)
        listIfInDemand(slot, at: landing.at.instant)
    }

    /// Ids that no row named are "not reported", unless there was a row of which it could not be read
    /// whom it names: it may have been theirs (contract section 1).
    /// - Returns: how many are not reported.
    private mutating func finishIDsWithoutRow(_ landing: Landing) -> Int {
        let now = landing.at.instant
        var notReported = 0
        for piece in landing.flight.pieces {
            for slot in pieces[piece]?.slots ?? [] where table[slot].piece == piece {
                guard landing.report.unreadableNames == 0 else {
                    noteUnreadable(slot, at: now)
                    continue
                }
                storeAbsence(in: slot, at: now)
                notReported += 1
            }
        }
        return notReported
    }

    private mutating func storeAbsence(in slot: StatusTable.Slot, at now: Instant) {
        table[slot].content = .notReported
        unlist(slot)
        table[slot].landing = 0
        noteNews(of: slot, at: now)
    }

    /// Keeps what is known of an agent whose row could not be read; it is not asked for again at once.
    private mutating func noteUnreadable(_ slot: StatusTable.Slot, at now: Instant) {
        table[slot].piece = nil
        table[slot].trouble = .cmsMalformed
        table[slot].asideUntil = now + settings.timeToLive
        listIfInDemand(slot, at: now)
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
