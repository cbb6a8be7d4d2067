internal import Roster

/// What becomes of a question, and what the shell is to do besides.
package struct QuestionOutcome: Sendable {
    /// The answer, or the ticket that waits for it.
    package var asked: Asked
    /// The actions to perform.
    package var actions: EngineActions
}

extension StatusEngine {
    /// Somebody asks.
    package mutating func ask(_ question: Question, at now: Moment) -> QuestionOutcome {
        guard let vdnIndex = vdns.firstIndex(of: question.vdn) else {
            let missing = question.ids.map { Reading.missing($0, .notReported) }
            return QuestionOutcome(asked: .answered(answer(missing, at: now)), actions: .init())
        }
        var actions = EngineActions()
        let asked = ask(question, vdnIndex: vdnIndex, at: now, &actions)
        return QuestionOutcome(asked: asked, actions: actions)
    }

    private mutating func ask(
        _ question: Question,
        vdnIndex: Int,
        at now: Moment,
        _ actions: inout EngineActions
    ) -> Asked {
        let ids = question.ids
        var needs = Needs()
        for (index, id) in ids.enumerated() {
            note(demand(for: id, vdnIndex: vdnIndex, at: now.instant), index: index, in: &needs)
        }
        if needs.isEmpty {
            let readings = readings(of: ids, vdnIndex: vdnIndex, at: now.instant, asked: nil)
            return .answered(answer(readings, at: now))
        }
        let refusal = refusal(at: now.instant) ?? overload(by: question, needs)
        if let refusal {
            if refusal == .overloaded { actions.events.append(.overloaded) }
            let readings = readings(
                of: ids,
                vdnIndex: vdnIndex,
                at: now.instant,
                asked: nil,
                refusal: refusal
            )
            return .answered(answer(readings, at: now))
        }
        let asked = arrange(question, needs, vdnIndex: vdnIndex, at: now)
        sendWhatMayLeave(at: now, &actions)
        return asked
    }

    /// What of a question has to come from the CMS, by index.
    private struct Needs {
        /// To wait for.
        var waited: [Int] = []
        /// To refresh behind the answer.
        var behind: [Int] = []

        var isEmpty: Bool { waited.isEmpty && behind.isEmpty }
    }

    /// What one id of a question needs.
    private enum Need {
        case nothing
        case wait
        case refreshBehind
    }

    private func note(_ need: Need, index: Int, in needs: inout Needs) {
        switch need {
        case .nothing: break
        case .wait: needs.waited.append(index)
        case .refreshBehind: needs.behind.append(index)
        }
    }

    /// Takes note that an id is in demand, and says what it needs.
    private mutating func demand(for id: AgentID, vdnIndex: Int, at now: Instant) -> Need {
        guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else { return .wait }
        touch(slot, at: now)
        let entry = table[slot]
        let standing = entry.standing(at: now, settings)
        guard standing != .fresh, now >= entry.asideUntil else { return .nothing }
        guard standing == .revalidate else { return .wait }
        return entry.piece == nil ? .refreshBehind : .nothing
    }

    /// Marks an entry as asked for, and lists it for topping calls up.
    private mutating func touch(_ slot: StatusTable.Slot, at now: Instant) {
        table[slot].wantedAt = now
        table[slot].credit = min(table[slot].credit + 1, StatusTable.maximumCredit)
        let landing = table[slot].landing
        if landing > 0, !table[slot].isListed {
            table[slot].isListed = demand[Int(table[slot].vdnIndex)].list(slot, landing: landing)
        }
    }

    private func overload(by question: Question, _ needs: Needs) -> Trouble? {
        guard !needs.waited.isEmpty else { return nil }
        let tooMany = tickets.count >= settings.maximumWaitingQuestions
        let tooLarge = tickets.waitingIDs + question.ids.count > settings.maximumWaitingIDs
        return tooMany || tooLarge ? .overloaded : nil
    }

    /// Lets a question wait for the pieces that bring what it needs, opening those that are not
    /// under way yet.
    private mutating func arrange(
        _ question: Question,
        _ needs: Needs,
        vdnIndex: Int,
        at now: Moment
    ) -> Asked {
        let ids = question.ids
        if !needs.behind.isEmpty {
            let behind = needs.behind.map { ids[$0] }
            open(unassigned(behind, vdnIndex: vdnIndex, at: now.instant), vdnIndex, nil, at: now)
        }
        guard !needs.waited.isEmpty else {
            let readings = readings(of: ids, vdnIndex: vdnIndex, at: now.instant, asked: nil)
            return .answered(answer(readings, at: now))
        }
        let ticket = tickets.makeID()
        tickets.add(
            Ticket(
                id: ticket,
                vdnIndex: vdnIndex,
                ids: ids,
                askedAt: now.instant,
                deadline: now.instant + question.wait
            )
        )
        let waited = needs.waited.map { ids[$0] }
        join(ticket, to: waited, vdnIndex: vdnIndex)
        open(unassigned(waited, vdnIndex: vdnIndex, at: now.instant), vdnIndex, ticket, at: now)
        return settledOrWaiting(ticket, at: now)
    }

    /// A question all of whose ids found no room in the table is answered at once.
    private mutating func settledOrWaiting(_ id: TicketID, at now: Moment) -> Asked {
        guard tickets.isSettled(id), let ticket = tickets.remove(id) else { return .waiting(id) }
        return .answered(delivery(for: ticket, at: now).answer)
    }

    /// Lets a ticket wait for the pieces already under way.
    private mutating func join(_ ticket: TicketID, to ids: [AgentID], vdnIndex: Int) {
        for id in ids {
            guard let slot = table.slot(of: id, vdnIndex: vdnIndex),
                let piece = table[slot].piece, pieces.join(ticket, to: piece)
            else { continue }
            tickets.expect(ticket)
        }
    }

    /// The entries of the ids that no piece holds, made where there are none.
    private mutating func unassigned(
        _ ids: [AgentID],
        vdnIndex: Int,
        at now: Instant
    ) -> [StatusTable.Slot] {
        var slots: [StatusTable.Slot] = []
        for id in ids {
            guard let slot = table.makeSlot(of: id, vdnIndex: vdnIndex, wantedAt: now),
                table[slot].piece == nil
            else { continue }
            // Held from here on, so that making room for the next does not evict it.
            table[slot].piece = .unassigned
            slots.append(slot)
        }
        return slots
    }

    /// Opens pieces of at most 6000 ids.
    private mutating func open(
        _ slots: [StatusTable.Slot],
        _ vdnIndex: Int,
        _ ticket: TicketID?,
        at now: Moment
    ) {
        var rank = 0
        var rest = slots[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(StatusCall.maximumIDs))
            rest = rest.dropFirst(part.count)
            let piece = pieces.open(
                vdnIndex: vdnIndex,
                rank: rank,
                at: now.instant,
                slots: part,
                tickets: ticket.map { [$0] } ?? [],
                gathers: true
            )
            for slot in part { table[slot].piece = piece }
            if let ticket { tickets.expect(ticket) }
            rank += 1
        }
    }
}
