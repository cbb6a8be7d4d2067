internal import Roster
internal import StatusEngine

/// Two engines that live through the same.
///
/// One is asked for roll-ups and remembers them, the other adds each up from readings. What they answer and do must never differ.
struct TwinEngines {
    private(set) var engine: StatusEngine
    private var plain: StatusEngine
    /// The questions that wait for a roll-up.
    private var rollUps: Set<TicketID> = []

    init(settings: EngineSettings, vdns: [VDN], seed: UInt64) {
        engine = StatusEngine(settings: settings, vdns: vdns, seed: seed)
        plain = StatusEngine(settings: settings, vdns: vdns, seed: seed, remembersRollUps: false)
    }

    /// Asks both.
    /// - Returns: what the plain one says, with readings.
    mutating func ask(
        _ question: Question,
        at now: Moment,
        _ fail: (String) throws -> Void
    ) throws -> QuestionOutcome {
        var withReadings = question
        withReadings.form = .readings
        let outcome = engine.ask(question, at: now)
        let expected = plain.ask(withReadings, at: now)
        switch (outcome.asked, expected.asked) {
        case (.answered(let answer), .answered(let truth)):
            if answer != truth.inForm(question.form) { try fail("another answer than its twin's") }
        case (.waiting(let ticket), .waiting(let other)):
            if ticket != other { try fail("another ticket than its twin's") }
            if question.form == .rollUp { rollUps.insert(ticket) }
        default: try fail("answered, and its twin waits, or the other way round")
        }
        try compare(outcome.actions, expected.actions, fail)
        return expected
    }

    /// Lets both live through an event.
    /// - Returns: what the plain one does, its answers with readings.
    mutating func both(
        _ fail: (String) throws -> Void,
        _ event: (inout StatusEngine) -> EngineActions
    ) throws -> EngineActions {
        let actions = event(&engine)
        let expected = event(&plain)
        try compare(actions, expected, fail)
        return expected
    }

    mutating func withdraw(_ ticket: TicketID) {
        engine.withdraw(ticket)
        plain.withdraw(ticket)
    }

    mutating func restore(_ quota: QuotaRecord, at now: Moment) {
        engine.restore(quota, at: now)
        plain.restore(quota, at: now)
    }

    mutating func restore(_ record: LockOutRecord, at now: Moment) {
        engine.restore(record, at: now)
        plain.restore(record, at: now)
    }

    private func compare(
        _ actions: EngineActions,
        _ expected: EngineActions,
        _ fail: (String) throws -> Void
    ) throws {
        if actions.calls != expected.calls { try fail("other calls than its twin's") }
        if actions.groupCalls != expected.groupCalls { try fail("other calls about groups") }
        if actions.events != expected.events { try fail("other events than its twin's") }
        if actions.wakeAt != expected.wakeAt { try fail("wakes when its twin does not") }
        // At a stop all are answered, in the order in which a dictionary has them.
        let told = actions.deliveries.sorted { $0.ticket.number < $1.ticket.number }
        let truth = expected.deliveries.sorted { $0.ticket.number < $1.ticket.number }
        let isSame = told.elementsEqual(truth) { told, truth in
            let form = rollUps.contains(told.ticket) ? AnswerForm.rollUp : .readings
            return told.ticket == truth.ticket && told.answer == truth.answer.inForm(form)
        }
        if !isSame {
            try fail("other answers than its twin's")
        }
    }
}
