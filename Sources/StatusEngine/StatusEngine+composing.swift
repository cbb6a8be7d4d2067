internal import Roster

// Answers to questions that waited: short ones at once, long ones in steps, so that nobody else
// waits until all their agents have been looked at.
extension StatusEngine {
    /// Answers a question that waited; what aged past the time to live meanwhile is refreshed
    /// behind the answer.
    mutating func deliver(
        _ ticket: Ticket,
        isLate: Bool,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        var composition = composition(ticket, isLate: isLate, at: now)
        guard ticket.ids.count <= settings.maximumIDsAtOnce else {
            return compositions.append(composition)
        }
        compose(ticket.ids.count, of: &composition, at: now)
        finish(composition, at: now, &actions)
    }

    /// The whole answer to a question that need not wait.
    func answer(_ ticket: Ticket, at now: Moment) -> Answer {
        var composition = composition(ticket, isLate: false, at: now)
        compose(ticket.ids.count, of: &composition, at: now)
        return composition.answer(at: now.wall)
    }

    /// Goes on with the answer that was begun first.
    mutating func goOnComposing(at now: Moment, _ actions: inout EngineActions) {
        guard !compositions.isEmpty else { return }
        var composition = compositions.removeFirst()
        compose(settings.maximumIDsAtOnce, of: &composition, at: now)
        guard composition.isComplete else { return compositions.insert(composition, at: 0) }
        finish(composition, at: now, &actions)
    }

    private func composition(_ ticket: Ticket, isLate: Bool, at now: Moment) -> Composition {
        let terms = AnswerTerms(
            since: ticket.askedAt,
            isLate: isLate,
            refusal: refusal(at: now.instant) ?? ticket.refusal
        )
        return Composition(ticket, on: terms, retryAfter: retryAfter(at: now.instant))
    }

    private func compose(_ count: Int, of composition: inout Composition, at now: Moment) {
        let (terms, vdnIndex) = (composition.terms, composition.ticket.vdnIndex)
        for id in composition.takeNext(count) {
            composition.add(reading(of: id, vdnIndex: vdnIndex, at: now.instant, on: terms))
        }
    }

    private mutating func finish(
        _ composition: Composition,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let ticket = composition.ticket
        refresh(composition.aged, ticket.vdnIndex, at: now.instant)
        let answer = composition.answer(at: now.wall)
        actions.deliveries.append(.init(ticket: ticket.id, answer: answer))
    }
}
