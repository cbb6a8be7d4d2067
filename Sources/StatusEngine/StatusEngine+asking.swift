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
            let answer = Answer(readings: missing, at: now.wall).inForm(question.form)
            return QuestionOutcome(asked: .answered(answer), actions: .init())
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
        if let answer = rememberedRollUp(question, vdnIndex: vdnIndex, at: now) {
            return .answered(answer)
        }
        let ids = question.ids
        var needs = Needs()
        for (index, id) in ids.enumerated() {
            let need = need(of: id, vdnIndex: vdnIndex, question, at: now.instant)
            note(need, index: index, in: &needs)
        }
        if question.isOnlyCached {
            let terms = AnswerTerms(onlyCached: question.wishes)
            return .answered(answer(question, vdnIndex: vdnIndex, on: terms, at: now))
        }
        if needs.isEmpty {
            let answer = answer(question, vdnIndex: vdnIndex, on: AnswerTerms(), at: now)
            remember(answer, to: question, vdnIndex: vdnIndex)
            return .answered(answer)
        }
        if let refusal = refusal(at: now.instant) ?? obstacle(to: question, needs) {
            if refusal == .overloaded { actions.events.append(.overloaded) }
            let terms = AnswerTerms(refusal: refusal)
            return .answered(answer(question, vdnIndex: vdnIndex, on: terms, at: now))
        }
        settleDemand()
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
        /// The gravest reason to wait.
        var reason: ForwardReason?

        var isEmpty: Bool { waited.isEmpty && behind.isEmpty }
    }

    /// What one id of a question needs.
    private enum Need {
        case nothing
        case wait(ForwardReason)
        case refreshBehind
    }

    private func note(_ need: Need, index: Int, in needs: inout Needs) {
        switch need {
        case .nothing: break
        case .wait(let reason):
            needs.waited.append(index)
            needs.reason = max(needs.reason ?? reason, reason)
        case .refreshBehind: needs.behind.append(index)
        }
    }

    /// Takes note that an id is in demand, and says what it needs.
    private mutating func need(
        of id: AgentID,
        vdnIndex: Int,
        _ question: Question,
        at now: Instant
    ) -> Need {
        guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else { return .wait(.miss) }
        let wishes = question.wishes
        if table.wantFresh(slot, at: now, lifetimes), wishes.maximumAge == nil { return .nothing }
        listIfInDemand(slot, at: now)
        let standing = standing(of: slot, to: wishes, at: now)
        guard standing != .fresh, now >= table[slot].asideUntil else { return .nothing }
        guard standing == .revalidate else { return .wait(reason(toRefresh: slot, at: now)) }
        return table[slot].piece == nil ? .refreshBehind : .nothing
    }

    private func reason(toRefresh slot: StatusTable.Slot, at now: Instant) -> ForwardReason {
        switch table[slot].standing(at: now, lifetimes) {
        case .fresh: .request
        case .revalidate, .expired: .stale
        case .unusable: .miss
        }
    }

    /// How an entry stands to the wishes of whoever asks (RFC 9111 section 5.2.1).
    func standing(
        of slot: StatusTable.Slot,
        to wishes: AgeWishes,
        at now: Instant
    ) -> Standing {
        let standing = table[slot].standing(at: now, lifetimes)
        if let maximumAge = wishes.maximumAge, standing != .unusable {
            let limit = max(maximumAge, settings.minimumRefreshInterval)
            if now >= table[slot].observedAt + limit { return .expired }
        }
        if let maximumStale = wishes.maximumStale, standing == .revalidate || standing == .expired {
            let end = table[slot].observedAt + settings.timeToLive + maximumStale
            return now < end ? .revalidate : .expired
        }
        return standing
    }

    /// Why a question may not wait for a call.
    private func obstacle(to question: Question, _ needs: Needs) -> Trouble? {
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
        // Who cannot wait for a call is answered at once; the call leaves for those who come after.
        let canWait = question.wait > max(.zero, latency.quick)
        let behind = canWait ? needs.behind : needs.behind + needs.waited
        open(behind.map { ids[$0] }, vdnIndex, for: nil, at: now.instant)
        guard canWait, !needs.waited.isEmpty else {
            return .answered(answer(question, vdnIndex: vdnIndex, on: AnswerTerms(), at: now))
        }
        let ticket = Ticket(
            id: tickets.makeID(),
            vdnIndex: vdnIndex,
            ids: ids,
            form: question.form,
            askedAt: now.instant,
            deadline: now.instant + question.wait,
            reason: needs.reason,
            asker: question.asker
        )
        tickets.add(ticket)
        let waited = needs.waited.map { ids[$0] }
        join(ticket, to: waited)
        open(waited, vdnIndex, for: ticket, at: now.instant)
        return settledOrWaiting(ticket.id, at: now)
    }

    /// A question all of whose ids found no room in the table is answered at once.
    private mutating func settledOrWaiting(_ id: TicketID, at now: Moment) -> Asked {
        guard tickets.isSettled(id), let ticket = tickets.remove(id) else { return .waiting(id) }
        return .answered(answer(ticket, isLate: false, at: now).inForm(ticket.form))
    }

    /// Lets a question wait for the pieces already under way.
    private mutating func join(_ ticket: Ticket, to ids: [AgentID]) {
        for id in ids {
            guard let slot = table.slot(of: id, vdnIndex: ticket.vdnIndex),
                let piece = table[slot].piece,
                pieces.join(ticket.id, deadline: ticket.deadline, to: piece)
            else { continue }
            tickets.expectOfOthers(ticket.id)
        }
    }

    /// Opens pieces for the ids that none holds yet, each of at most one call's size; ids for
    /// whose sake a call was refused before go in calls of their own.
    mutating func open(
        _ ids: [AgentID],
        _ vdnIndex: Int,
        for ticket: Ticket?,
        at now: Instant
    ) {
        let slots = hold(ids, vdnIndex: vdnIndex, at: now)
        var ordinary: [StatusTable.Slot] = []
        for slot in slots {
            guard table[slot].refusals > 0 else {
                ordinary.append(slot)
                continue
            }
            openSuspect(slot, vdnIndex, for: ticket, at: now)
        }
        let size = settings.maximumIDsPerCall
        for (rank, start) in stride(from: 0, to: ordinary.count, by: size).enumerated() {
            let part = Array(ordinary[start..<min(start + size, ordinary.count)])
            _ = open(part, vdnIndex, rank: rank, for: ticket, gathers: true, at: now)
        }
    }

    /// Tries an id at fault once more, alone; where even that is too much, it stays aside.
    private mutating func openSuspect(
        _ slot: StatusTable.Slot,
        _ vdnIndex: Int,
        for ticket: Ticket?,
        at now: Instant
    ) {
        guard bisections.take(1, at: now) else {
            table[slot].piece = nil
            table[slot].asideUntil = now + settings.negativeTimeToLive
            return
        }
        let piece = open([slot], vdnIndex, rank: 0, for: ticket, gathers: false, at: now)
        sealed.append(SealedPieces(pieces: [piece], kind: .bisection))
    }

    private mutating func open(
        _ slots: [StatusTable.Slot],
        _ vdnIndex: Int,
        rank: Int,
        for ticket: Ticket?,
        gathers: Bool,
        at now: Instant
    ) -> PieceID {
        var content = PieceBook.Content(
            vdnIndex: vdnIndex,
            rank: rank,
            openedAt: now,
            slots: slots
        )
        if let ticket {
            content.usefulUntil = ticket.deadline
            content.tickets = [ticket.id]
            tickets.expect(ticket.id)
        }
        let piece = pieces.open(content, gathers: gathers)
        for slot in slots { table[slot].piece = piece }
        return piece
    }

    /// The entries of the ids that no piece holds, made where there are none and held from here
    /// on, so that making room for one does not evict another.
    private mutating func hold(
        _ ids: [AgentID],
        vdnIndex: Int,
        at now: Instant
    ) -> [StatusTable.Slot] {
        var slots: [StatusTable.Slot] = []
        for id in ids {
            // Where there is no room for one, there is none for the next either.
            guard let slot = table.makeSlot(of: id, vdnIndex: vdnIndex, wantedAt: now) else {
                break
            }
            guard table[slot].piece == nil else { continue }
            table[slot].piece = .unassigned
            slots.append(slot)
        }
        return slots
    }
}
