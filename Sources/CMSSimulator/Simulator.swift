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

    /// The groups and skills new requests are told of.
    package var groups: SimulatedGroups {
        get { ledger.withLock { $0.groups } }
        set { ledger.withLock { $0.groups = newValue } }
    }

    /// Forgets counters, numbers and locked addresses; faults and groups stay.
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
        ledger.withLock { $0.record(answer, to: request.address, at: now) }
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
        case .admitted(let conditions):
            behavior.answer(to: request, under: conditions, at: now)
        }
    }
}

/// The control path, unsigned: for tests only.
///
/// - `GET /control/counters`; `POST /control/reset`, which leaves faults and groups as they are;
/// - `GET` and `PUT /control/faults`;
/// - `GET /control/groups`: groups and skills with their sizes;
/// - `GET`, `PUT` and `DELETE /control/groups/{key}`: a group by its name, its id or the key it was
///   put under; `PUT` takes `{"agentIds":[1031],"type":2,"name":"billing"}`, of which only the ids
///   must be;
/// - `POST /control/groups/{key}/members` with `{"add":[1031],"remove":[1032]}`.
extension Simulator {
    private func control(_ request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        if let place = GroupControl.Place(path: request.path) {
            return groupControl(place, request, at: now)
        }
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

    private func groupControl(
        _ place: GroupControl.Place,
        _ request: SimulatedRequest,
        at now: Timestamp
    ) -> SimulatedAnswer {
        let reply = ledger.withLock { ledger in
            GroupControl(place).reply(to: request.method, request.body, &ledger.groups)
        }
        switch reply {
        case .roster(let groups): return json(ToldGroups(groups), at: now)
        case .group(let group): return json(ToldGroup(group), at: now)
        case .problems(let problems): return json(["problems": problems], status: 400, at: now)
        case .unknown(let problem): return json(["problems": [problem]], status: 404, at: now)
        case .notAllowed(let methods): return notAllowed(request, methods, at: now)
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
