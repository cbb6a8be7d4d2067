import Roster
import StatusEngine
import Synchronization

/// An engine behind the routes, with a CMS that does as it is told: time moves by hand.
final class EngineDesk: StatusSource {
    private struct State {
        var engine: StatusEngine
        var now = Moment(instant: Instant(nanoseconds: 0), wall: testNow)
        var wakeAt: Instant?
        var calls: [StatusCall] = []
        var waiting: [TicketID: Delivery] = [:]
    }

    private let state: Mutex<State>

    init(_ settings: EngineSettings, vdns: [VDN], seed: UInt64) {
        state = Mutex(State(engine: StatusEngine(settings: settings, vdns: vdns, seed: seed)))
    }

    var wall: Timestamp { state.withLock { $0.now.wall } }

    func ask(_ question: Question, deliver: @escaping Delivery) -> Asked {
        state.withLock { state in
            let outcome = state.engine.ask(question, at: state.now)
            if case .waiting(let ticket) = outcome.asked { state.waiting[ticket] = deliver }
            _ = Self.take(outcome.actions, &state)
            return outcome.asked
        }
    }

    func recall(_ ids: ArraySlice<AgentID>, in vdn: VDN, on terms: AnswerTerms) -> [Reading] {
        state.withLock { $0.engine.recall(ids, in: vdn, on: terms, at: $0.now) }
    }

    func withdraw(_ ticket: TicketID) {}

    /// Lets time pass, by both clocks.
    func pass(_ milliseconds: Int64) {
        let end = state.withLock { $0.now.instant + .milliseconds(milliseconds) }
        while let wake = state.withLock({ $0.wakeAt }), wake <= end {
            perform { state in
                Self.move(&state, to: max(wake, state.now.instant))
                state.wakeAt = nil
                return state.engine.advance(to: state.now)
            }
        }
        state.withLock { Self.move(&$0, to: end) }
    }

    /// Ends the oldest call, if one is under way.
    func endCall(_ outcome: (StatusCall) -> CallOutcome) {
        guard let call = state.withLock({ $0.calls.first }) else { return }
        let outcome = outcome(call)
        perform { state in
            state.calls.removeFirst()
            return state.engine.callEnded(call.id, outcome, at: state.now)
        }
    }

    private func perform(_ event: (inout State) -> EngineActions) {
        var ready = state.withLock { state in
            let actions = event(&state)
            return Self.take(actions, &state)
        }
        while state.withLock({ $0.engine.isTakingIn }) {
            ready += state.withLock { state in
                let actions = state.engine.proceed(at: state.now)
                return Self.take(actions, &state)
            }
        }
        for (deliver, answer) in ready { deliver(answer) }
    }

    private static func take(
        _ actions: EngineActions,
        _ state: inout State
    ) -> [(Delivery, Answer)] {
        state.calls += actions.calls
        state.wakeAt = actions.wakeAt ?? state.wakeAt
        return actions.deliveries.compactMap { delivery in
            state.waiting.removeValue(forKey: delivery.ticket).map { ($0, delivery.answer) }
        }
    }

    private static func move(_ state: inout State, to instant: Instant) {
        let passed = instant.nanoseconds / 1_000_000 - state.now.instant.nanoseconds / 1_000_000
        state.now = Moment(
            instant: instant,
            wall: Timestamp(milliseconds: state.now.wall.milliseconds + passed)
        )
    }
}
