internal import Foundation
package import Roster
internal import Synchronization

/// The simulator without its sockets: requests in, answers out, from any thread.
package final class Simulator: Sendable {
    private let behavior: SimulatorBehavior
    // Held only to take a number and to count: answers are made outside, side by side.
    private let ledger: Mutex<SimulatorLedger>

    /// Creates a simulator that has seen nothing.
    package init(settings: SimulatorSettings) {
        behavior = SimulatorBehavior(settings: settings)
        ledger = Mutex(SimulatorLedger(settings: settings))
    }

    /// The counters as they stand.
    package var counters: SimulatorCounters {
        ledger.withLock { $0.counters }
    }

    /// The faults new requests are under.
    package var faults: SimulatorFaults {
        get { ledger.withLock { $0.faults } }
        set { ledger.withLock { $0.faults = newValue } }
    }

    /// Forgets counters, numbers and locked addresses; the faults stay.
    package func reset() {
        ledger.withLock { $0.reset() }
    }

    /// Answers a request, and counts it if it is under `/rest/`.
    package func answer(to request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        if request.path.hasPrefix("/control/") { return control(request, at: now) }
        guard request.path.hasPrefix("/rest/") else {
            return .error(404, path: request.path, at: now, outcome: nil)
        }
        let answer = admitted(request, at: now)
        guard let outcome = answer.outcome else { return answer }
        ledger.withLock {
            $0.record(outcome, of: answer.kind, from: request.address, at: now)
        }
        return answer
    }

    /// Notes that the answer has left, or that nobody waits for it any longer.
    package func ended(_ kind: SimulatedAnswer.Kind) {
        guard case .call = kind else { return }
        ledger.withLock { $0.callEnded() }
    }

    private func admitted(_ request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        switch ledger.withLock({ $0.admit(from: request.address, at: now) }) {
        case .locked: behavior.refusal(to: request, at: now)
        case .admitted(let number, let faults):
            behavior.answer(to: request, number: number, faults: faults, at: now)
        }
    }
}

/// The control path, unsigned: for tests only.
extension Simulator {
    private func control(_ request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        switch (request.path, request.method) {
        case ("/control/counters", "GET"): return json(counters, at: now)
        case ("/control/reset", "POST"):
            reset()
            return json(counters, at: now)
        case ("/control/faults", "GET"): return json(faults, at: now)
        case ("/control/faults", "PUT"): return replaceFaults(request, at: now)
        case ("/control/counters", _): return notAllowed(request, "GET", at: now)
        case ("/control/reset", _): return notAllowed(request, "POST", at: now)
        case ("/control/faults", _): return notAllowed(request, "GET, PUT", at: now)
        default: return .error(404, path: request.path, at: now, outcome: nil)
        }
    }

    private func replaceFaults(
        _ request: SimulatedRequest,
        at now: Timestamp
    ) -> SimulatedAnswer {
        do {
            faults = try SimulatorFaults(json: request.body)
            return json(faults, at: now)
        } catch {
            return json(["problems": error.problems], status: 400, at: now)
        }
    }

    private func notAllowed(
        _ request: SimulatedRequest,
        _ methods: String,
        at now: Timestamp
    ) -> SimulatedAnswer {
        var answer = SimulatedAnswer.error(405, path: request.path, at: now, outcome: nil)
        answer.headers.append(("Allow", methods))
        return answer
    }

    private func json(
        _ value: some Encodable,
        status: Int = 200,
        at now: Timestamp
    ) -> SimulatedAnswer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(value)) ?? Data("{}".utf8)
        return .json(text, status: status, at: now)
    }
}
