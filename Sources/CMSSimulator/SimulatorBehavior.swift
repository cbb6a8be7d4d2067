internal import NIOCore
package import Roster

/// What the simulator answers: a pure function of settings, conditions, time and request.
///
/// Where the contract is silent it does this (each point is our reading):
/// - the signature is looked at before path and method;
/// - `ccId` or VDN out of range is 0100002, one in range that does not exist is 0101003;
/// - an empty `agentIds` or a repeated id is 0100002;
/// - ids that do not exist are left out;
/// - the ping answers 0100000 without rows, whatever its body.
///
/// And of the calls about groups:
/// - a body may be flat or wrapped as `queryParam`, unless a fault wants it wrapped, and whole
///   numbers may come as strings; a parameter that is missing or out of range is 0100002;
/// - a group that does not exist is 0100002 once `ccId` and VDN are known to be right;
/// - a page behind the end is empty;
/// - agents without skills are told too, with an empty `skillId`;
/// - a skill nobody is signed in to is told with an empty list, one that does not exist is left
///   out, and one asked for twice is 0100002;
/// - every VDN has the same groups and skills, signed in to by its own agents' lives;
/// - the numbers of media types and the texts of accounts and of rows' own ids are made up.
package struct SimulatorBehavior: Sendable {
    /// The path of the batch call (contract section 1).
    package static let batchPath =
        "/rest/cmsapp/v1/openapi/agentgroup/agentstatusinfobyagentids"
    /// The path of the ping (contract section 2).
    package static let pingPath = "/rest/cmsapp/v1/ping"
    /// The most ids a call may carry (contract section 1).
    package static let maximumIDs = 6_000

    private let settings: SimulatorSettings
    private let signatures: SignatureCheck
    private let groups: GroupBehavior

    /// Creates the behavior.
    package init(settings: SimulatorSettings) {
        self.settings = settings
        signatures = SignatureCheck(settings: settings)
        groups = GroupBehavior(settings: settings)
    }

    /// The answer to anything from a locked address.
    package func refusal(to request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        .error(403, path: request.path, at: now, outcome: .locked)
    }

    /// The answer to a request under `/rest/`.
    package func answer(
        to request: SimulatedRequest,
        under conditions: CallConditions,
        at now: Timestamp
    ) -> SimulatedAnswer {
        let route = SimulatorRoute(path: request.path)
        let fate = CallFate(of: route, under: conditions, seed: settings.seed)
        var answer = checked(request, route, conditions, fate, now)
        answer.delayMilliseconds = fate.delayMilliseconds
        answer.date = now.advanced(bySeconds: Int64(conditions.faults.dateOffsetSeconds))
        return answer
    }

    private func checked(
        _ request: SimulatedRequest,
        _ route: SimulatorRoute?,
        _ conditions: CallConditions,
        _ fate: CallFate,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        let path = request.path
        guard signatures.verdict(on: request, at: now) == .good else {
            return .error(401, path: path, at: now, outcome: .unauthorized)
        }
        guard let route else { return .error(404, path: path, at: now, outcome: .notFound) }
        guard request.method == route.method else {
            var answer = SimulatedAnswer.error(405, path: path, at: now, outcome: .methodNotAllowed)
            answer.headers.append(("Allow", route.method))
            return answer
        }
        let batch = route == .batch ? BatchRequest(json: request.body) : nil
        var answer = fated(fate, path, now) {
            switch route {
            case .batch: rows(for: batch, conditions, now)
            case .ping: .result(ResultCode.good, at: now, outcome: .good)
            case .groups(let call): groups.answer(to: request, as: call, under: conditions, at: now)
            }
        }
        answer.kind = Self.kind(route, ids: batch?.agentIDs.count ?? 0)
        return answer
    }

    private static func kind(_ route: SimulatorRoute, ids: Int) -> SimulatedAnswer.Kind {
        switch route {
        case .batch: .call(ids: ids)
        case .ping: .ping
        case .groups(let call): .groupCall(call)
        }
    }

    /// The answer, or what the call's fate makes of it.
    private func fated(
        _ fate: CallFate,
        _ path: String,
        _ now: Timestamp,
        otherwise answer: () -> SimulatedAnswer
    ) -> SimulatedAnswer {
        if let retryAfter = fate.retryAfter {
            var throttled = SimulatedAnswer.error(429, path: path, at: now, outcome: .throttled)
            throttled.headers.append(("Retry-After", "\(retryAfter)"))
            return throttled
        }
        if let failure = fate.failure { return .failed(failure, path: path, at: now) }
        var whole = answer()
        if let share = fate.cutOff {
            whole.delivery = .cutOff(bodyBytes: Int(Double(whole.body.readableBytes) * share))
            whole.outcome = .cutOff
        }
        return whole
    }

    private func rows(
        for batch: BatchRequest?,
        _ conditions: CallConditions,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        guard let batch, (1...65_535).contains(batch.ccID), let vdn = VDN(batch.vdn),
            let ids = Self.distinctIDs(batch.agentIDs),
            !batch.agentIDs.contains(where: conditions.faults.poisonIDs.contains)
        else { return .result(ResultCode.illegalParameter, at: now, outcome: .illegalParameter) }
        guard batch.ccID == settings.ccID, settings.vdns.contains(vdn) else {
            return .result(ResultCode.noPermission, at: now, outcome: .noPermission)
        }
        let life = AgentLife(seed: settings.seed, vdn: vdn)
        let answer = BatchAnswer(
            ids: ids.filter(settings.agents.contains),
            faults: conditions.faults,
            seed: settings.seed,
            number: conditions.number,
            row: { life.row(of: $0, at: now) }
        )
        var body = ByteBuffer.withHeadRoom()
        answer.write(into: &body)
        return .json(body, at: now, outcome: .good)
    }

    /// The ids, or nothing when there are none, too many, one twice or one out of range.
    private static func distinctIDs(_ numbers: [Int64]) -> [AgentID]? {
        guard (1...maximumIDs).contains(numbers.count) else { return nil }
        let ids = numbers.compactMap { AgentID($0) }
        guard ids.count == numbers.count, Set(numbers).count == numbers.count else { return nil }
        return ids
    }
}

extension SimulatedAnswer {
    /// What a failure makes of an answer.
    fileprivate static func failed(
        _ failure: SimulatorFailure,
        path: String,
        at now: Timestamp
    ) -> SimulatedAnswer {
        switch failure {
        case .status(let status): return .error(status, path: path, at: now, outcome: .failed)
        case .firewall(let status): return .page(status, at: now, outcome: .failed)
        case .resultCode(let code): return .result(code, at: now, outcome: .failed)
        case .hang: return .silence(.hang, at: now, outcome: .hung)
        case .close: return .silence(.close, at: now, outcome: .closed)
        }
    }

    private static func silence(
        _ delivery: Delivery,
        at now: Timestamp,
        outcome: SimulatorOutcome
    ) -> SimulatedAnswer {
        var answer = json([], at: now, outcome: outcome)
        answer.delivery = delivery
        return answer
    }
}
