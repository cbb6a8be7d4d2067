internal import NIOCore
package import Roster

/// What the simulator answers: a pure function of settings, faults, call number, time and request.
///
/// Where the contract is silent it does this (each point is our reading):
/// - the signature is looked at before path and method;
/// - `ccId` or VDN out of range is 0100002, one in range that does not exist is 0101003;
/// - an empty `agentIds` or a repeated id is 0100002;
/// - ids that do not exist are left out;
/// - the ping answers 0100000 without rows, whatever its body.
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

    /// Creates the behavior.
    package init(settings: SimulatorSettings) {
        self.settings = settings
        signatures = SignatureCheck(settings: settings)
    }

    /// The answer to anything from a locked address.
    package func refusal(to request: SimulatedRequest, at now: Timestamp) -> SimulatedAnswer {
        .error(403, path: request.path, at: now, outcome: .locked)
    }

    /// The answer to a request under `/rest/`.
    package func answer(
        to request: SimulatedRequest,
        number: UInt64,
        faults: SimulatorFaults,
        at now: Timestamp
    ) -> SimulatedAnswer {
        let fate = CallFate(faults: faults, seed: settings.seed, number: number)
        var answer = checked(request, number, faults, fate, now)
        answer.delayMilliseconds = fate.delayMilliseconds
        answer.date = now.advanced(bySeconds: Int64(faults.dateOffsetSeconds))
        return answer
    }

    private func checked(
        _ request: SimulatedRequest,
        _ number: UInt64,
        _ faults: SimulatorFaults,
        _ fate: CallFate,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        let path = request.path
        guard signatures.verdict(on: request, at: now) == .good else {
            return .error(401, path: path, at: now, outcome: .unauthorized)
        }
        guard path == Self.batchPath || path == Self.pingPath else {
            return .error(404, path: path, at: now, outcome: .notFound)
        }
        guard request.method == "POST" else {
            var answer = SimulatedAnswer.error(405, path: path, at: now, outcome: .methodNotAllowed)
            answer.headers.append(("Allow", "POST"))
            return answer
        }
        let isPing = path == Self.pingPath
        let batch = isPing ? nil : BatchRequest(json: request.body)
        var answer = fated(fate, path, now) {
            isPing
                ? .result(ResultCode.good, at: now, outcome: .good)
                : rows(for: batch, number, faults, now)
        }
        answer.kind = isPing ? .ping : .call(ids: batch?.agentIDs.count ?? 0)
        return answer
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
        _ number: UInt64,
        _ faults: SimulatorFaults,
        _ now: Timestamp
    ) -> SimulatedAnswer {
        guard let batch, (1...65_535).contains(batch.ccID), let vdn = VDN(batch.vdn),
            let ids = Self.distinctIDs(batch.agentIDs),
            !batch.agentIDs.contains(where: faults.poisonIDs.contains)
        else { return .result(ResultCode.illegalParameter, at: now, outcome: .illegalParameter) }
        guard batch.ccID == settings.ccID, settings.vdns.contains(vdn) else {
            return .result(ResultCode.noPermission, at: now, outcome: .noPermission)
        }
        let life = AgentLife(seed: settings.seed, vdn: vdn)
        let answer = BatchAnswer(
            ids: ids.filter(settings.agents.contains),
            faults: faults,
            seed: settings.seed,
            number: number,
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
