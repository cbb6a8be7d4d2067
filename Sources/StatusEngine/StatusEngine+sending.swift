internal import Roster

extension StatusEngine {
    /// Sends what may leave, as far as the guard permits, and says when to wake next.
    mutating func sendWhatMayLeave(at now: Moment, _ actions: inout EngineActions) {
        callGuard.signatures.begin(at: now.instant)
        while isTimeToLeave(at: now.instant), callGuard.permission(at: now.instant) == .granted {
            sendNextCall(at: now, &actions)
        }
        sendGroupCalls(at: now, &actions)
        let evicted = table.takeEvicted()
        if evicted > 0 { actions.events.append(.evicted(evicted)) }
        actions.wakeAt = nextWake(at: now.instant)
        actions.isUnfinished = !landings.isEmpty || !compositions.isEmpty || !arrangements.isEmpty
    }

    /// When the engine wants to be woken, if nothing happens before.
    func nextWake(at now: Instant) -> Instant? {
        [tickets.nextDeadline, nextDeparture(at: now), nextGroupCall(at: now)]
            .compactMap(\.self).min()
    }

    private func nextDeparture(at now: Instant) -> Instant? {
        // What may leave is looked at again once the rows are in the table.
        guard landings.isEmpty else { return nil }
        let gathered = pieces.gatheringSince.map { $0 + gatherWindow }
        guard let ready = sealed.isEmpty ? gathered : now else { return nil }
        switch callGuard.permission(at: now) {
        case .granted: return max(now, ready)
        case .notBefore(let instant): return max(instant, ready)
        case .whenCallEnds, .refused: return nil
        }
    }

    /// How long ids gather before their call leaves: a moment when nothing is in flight, longer
    /// behind calls in flight, in proportion to what calls take.
    private var gatherWindow: Duration {
        let behind = latency.typical / 8 * (callGuard.inFlight - callGuard.groupsInFlight)
        return min(max(settings.gatherWindow, behind), settings.maximumGatherWindow)
    }

    private func isTimeToLeave(at now: Instant) -> Bool {
        if !sealed.isEmpty { return true }
        // Rows on their way into the table may have a use for places left free.
        guard landings.isEmpty, let since = pieces.gatheringSince else { return false }
        return pieces.hasFullCall(of: settings.maximumIDsPerCall) || now >= since + gatherWindow
    }

    private mutating func sendNextCall(at now: Moment, _ actions: inout EngineActions) {
        if !sealed.isEmpty {
            let next = sealed.removeFirst()
            return send(next.pieces, kind: next.kind, at: now, &actions)
        }
        if !pieces.isNextFull(of: settings.maximumIDsPerCall) { gatherWhatIsBeingFilled() }
        dropWhatComesTooLate(at: now, &actions)
        guard let next = pieces.nextDeparture(room: settings.maximumIDsPerCall) else { return }
        let leaving = next.pieces
        pieces.stopGathering(leaving)
        if let last = leaving.last, let fitting = next.fitting,
            let rest = divide(last, after: fitting)
        {
            pieces.gather(rest)
        }
        guard let vdnIndex = leaving.first.flatMap({ pieces[$0]?.vdnIndex }) else { return }
        let asked = leaving.reduce(0) { $0 + (pieces[$1]?.slots.count ?? 0) }
        let room = settings.maximumIDsPerCall - asked
        let extra = topUp(vdnIndex, room, at: now.instant)
        let isRetry = leaving.allSatisfy { pieces[$0]?.isRetry == true }
        send(
            leaving + (extra.map { [$0] } ?? []),
            kind: isRetry ? .retry : .ordinary,
            toppedUp: extra.flatMap { pieces[$0]?.slots.count } ?? 0,
            at: now,
            &actions
        )
    }

    /// Gives up the pieces whose news would come too late for everybody who waits for it.
    private mutating func dropWhatComesTooLate(at now: Moment, _ actions: inout EngineActions) {
        let soonest = now.instant + latency.quick
        let late = pieces.gathering.filter { id in
            pieces[id].map { $0.usefulUntil < soonest } ?? false
        }
        abandon(late, .deadlineExceeded, at: now, &actions)
    }

    mutating func send(
        _ leaving: [PieceID],
        kind: CallKind,
        to endpoint: Int? = nil,
        toppedUp: Int = 0,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        guard let vdnIndex = leaving.first.flatMap({ pieces[$0]?.vdnIndex }) else { return }
        let agents = leaving.flatMap { pieces[$0]?.slots ?? [] }.map { table[$0].id }
        lastCall += 1
        let id = CallID(lastCall)
        let endpoint = callGuard.callStarted(at: now.instant, again: endpoint)
        let vdn = vdns[vdnIndex]
        flights[id] = Flight(
            vdnIndex: vdnIndex,
            endpoint: endpoint,
            agents: agents,
            pieces: leaving,
            startedAt: now.instant
        )
        actions.calls.append(
            StatusCall(
                id: id,
                vdn: vdn,
                agents: agents,
                endpoint: endpoint,
                askers: askers(of: leaving),
                isResent: kind == .resend
            )
        )
        actions.events.append(.callStarted(vdn, ids: agents.count, toppedUp: toppedUp, kind))
    }

    /// Who waits for the pieces, as far as their questions say so: each once, as they asked.
    private func askers(of leaving: [PieceID]) -> [AskerID] {
        guard tickets.withAsker > 0 else { return [] }
        let waiting = leaving.flatMap { pieces[$0]?.tickets ?? [] }
        var known: Set<AskerID> = []
        return waiting.compactMap { tickets.asker(of: $0) }
            .filter { known.insert($0).inserted }
    }

    /// Divides a piece, and moves entries and questions of the rest along.
    /// - Returns: the rest, which does not gather.
    mutating func divide(_ piece: PieceID, after fitting: Int) -> PieceID? {
        guard let rest = pieces.divide(piece, after: fitting) else { return nil }
        for slot in rest.slots { table[slot].piece = rest.id }
        for ticket in rest.tickets { tickets.expect(ticket) }
        return rest.id
    }

    /// Fills free places of a call with ids in recent demand, the soonest to expire first: a call
    /// costs the CMS about the same full or empty, and this is what makes the law of calls hold.
    private mutating func topUp(_ vdnIndex: Int, _ room: Int, at now: Instant) -> PieceID? {
        var slots: [StatusTable.Slot] = []
        while slots.count < room, let (slot, landing) = demand[vdnIndex].takeNext() {
            guard table[slot].landing == landing, table[slot].isListed else { continue }
            unlist(slot)
            guard table[slot].piece == nil, table[slot].refusals == 0, isInDemand(slot, at: now)
            else { continue }
            slots.append(slot)
        }
        guard !slots.isEmpty else { return nil }
        let content = PieceBook.Content(
            vdnIndex: vdnIndex,
            openedAt: now,
            slots: slots,
            isExtra: true
        )
        let piece = pieces.open(content, gathers: false)
        for slot in slots { table[slot].piece = piece }
        return piece
    }

    /// Lists an entry for topping calls up, if it is in demand and not listed yet.
    mutating func listIfInDemand(_ slot: StatusTable.Slot, at now: Instant) {
        let landing = table[slot].landing
        guard landing > 0, !table[slot].isListed, isInDemand(slot, at: now) else { return }
        let vdnIndex = Int(table[slot].vdnIndex)
        if demand[vdnIndex].list(slot, landing: landing) { table.markListed(slot) }
    }

    /// Takes an entry off the list of its landing, before it gets another one.
    mutating func unlist(_ slot: StatusTable.Slot) {
        guard table[slot].isListed else { return }
        table[slot].isListed = false
        demand[Int(table[slot].vdnIndex)].unlist(landing: table[slot].landing)
    }

    /// Whether an id was asked for within the last time to live.
    func isInDemand(_ slot: StatusTable.Slot, at now: Instant) -> Bool {
        table[slot].wantedAt.later(by: lifetimes.timeToLive) > now
    }
}
