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
        if let answer = rollUpFresh(question, vdnIndex: vdnIndex, at: now) {
            return .answered(answer)
        }
        var needs = Needs()
        for id in question.ids {
            needs.add(need(of: id, vdnIndex: vdnIndex, question, at: now.instant), of: id)
        }
        if question.isOnlyCached {
            let terms = AnswerTerms(onlyCached: question.wishes)
            return .answered(answer(question, vdnIndex: vdnIndex, on: terms, at: now))
        }
        if needs.isEmpty {
            return .answered(
                answer(question, vdnIndex: vdnIndex, on: AnswerTerms(), at: now)
            )
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

    /// What of a question has to come from the CMS.
    struct Needs {
        /// To wait for.
        private(set) var waited: [AgentID] = []
        /// To refresh behind the answer.
        private(set) var behind: [AgentID] = []
        /// The gravest reason to wait.
        private(set) var reason: ForwardReason?

        var isEmpty: Bool { waited.isEmpty && behind.isEmpty }

        /// Takes in what one id needs.
        fileprivate mutating func add(_ need: Need, of id: AgentID) {
            switch need {
            case .nothing: break
            case .wait(let reason):
                waited.append(id)
                self.reason = max(self.reason ?? reason, reason)
            case .refreshBehind: behind.append(id)
            }
        }
    }

    /// What one id of a question needs.
    fileprivate enum Need {
        case nothing
        case wait(ForwardReason)
        case refreshBehind
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
        // That the CMS does not report the agent holds for its time, whoever forces a look.
        if standing == .fresh, case .notReported = table[slot].content { return .fresh }
        if let maximumAge = wishes.maximumAge, standing != .unusable {
            let limit = max(maximumAge, settings.refreshFloor)
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
        let tooMany = waitingQuestions >= settings.maximumWaitingQuestions
        let tooLarge = tickets.waitingIDs + question.ids.count > settings.maximumWaitingIDs
        return tooMany || tooLarge ? .overloaded : nil
    }
}
