import Roster
import StatusEngine
import Synchronization
import Testing

/// Answers questions as scripted, and keeps them; an unscripted question fails the test.
final class ScriptedSource: StatusSource {
    /// What to do with one question.
    enum Line: Sendable {
        case answer(@Sendable (Question) -> Answer)
        case wait
    }

    private struct State {
        var script: [Line]
        var questions: [Question] = []
        var waiting: [UInt64: Delivery] = [:]
        var withdrawn: [TicketID] = []
        var lastTicket: UInt64 = 0
        var recalled: [Int] = []
        var terms: [AnswerTerms] = []
    }

    private let state: Mutex<State>
    private let repeated: Line?
    private let memory: @Sendable (AgentID) -> Reading

    init(
        _ script: [Line],
        thenAlways repeated: Line? = nil,
        remembering memory: @escaping @Sendable (AgentID) -> Reading = {
            .observed(talkingAgent($0.number), .cached)
        }
    ) {
        self.memory = memory
        state = Mutex(State(script: script))
        self.repeated = repeated
    }

    /// Answers every question: each agent talking, cached.
    static var allTalking: ScriptedSource {
        ScriptedSource([], thenAlways: .answer { .talking($0) })
    }

    var questions: [Question] { state.withLock { $0.questions } }
    /// How many agents memory was asked for, each time.
    var recalled: [Int] { state.withLock { $0.recalled } }
    /// On what terms, each time.
    var recalledTerms: [AnswerTerms] { state.withLock { $0.terms } }
    var withdrawn: [TicketID] { state.withLock { $0.withdrawn } }

    /// Gives the answer to a question that waits.
    func deliver(_ answer: Answer, to ticket: UInt64) {
        let deliver = state.withLock { $0.waiting.removeValue(forKey: ticket) }
        #expect(deliver != nil, "nobody waits for ticket \(ticket)")
        deliver?(answer)
    }

    func ask(_ question: Question, deliver: @escaping Delivery) -> Asked {
        let line = state.withLock { state -> Line? in
            state.questions.append(question)
            return state.script.isEmpty ? repeated : state.script.removeFirst()
        }
        switch line {
        case .answer(let answer): return .answered(answer(question))
        case .wait: return .waiting(wait(deliver))
        case nil:
            Issue.record("unscripted question \(question.ids)")
            return .answered(Answer(readings: [], at: testNow))
        }
    }

    func recall(_ ids: ArraySlice<AgentID>, in vdn: VDN, on terms: AnswerTerms) -> [Reading] {
        state.withLock { state in
            state.recalled.append(ids.count)
            state.terms.append(terms)
        }
        return ids.map(memory)
    }

    func withdraw(_ ticket: TicketID) {
        state.withLock { state in
            state.withdrawn.append(ticket)
            state.waiting[ticket.number] = nil
        }
    }

    private func wait(_ deliver: @escaping Delivery) -> TicketID {
        state.withLock { state in
            state.lastTicket += 1
            state.waiting[state.lastTicket] = deliver
            return TicketID(state.lastTicket)
        }
    }
}

extension Answer {
    /// Every agent talking, cached.
    static func talking(_ question: Question) -> Answer {
        let readings = question.ids.map { Reading.observed(talkingAgent($0.number), .cached) }
        return Answer(readings: readings, at: testNow)
    }

    /// No agent observed, for one reason.
    static func missing(
        _ question: Question,
        _ reason: MissingReason,
        retryAfter: Int64? = nil
    ) -> Answer {
        let readings = question.ids.map { Reading.missing($0, reason) }
        return Answer(readings: readings, at: testNow, retryAfter: retryAfter)
    }
}
