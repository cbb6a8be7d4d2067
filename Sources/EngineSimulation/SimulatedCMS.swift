internal import Roster
internal import StatusEngine

/// Answers calls as the world's mood has it; every row it ever makes can be told from any other.
struct SimulatedCMS {
    /// Counts the rows made.
    private var serial: Int64 = 0

    mutating func outcome(of call: StatusCall, _ world: inout World) -> CallOutcome {
        if let failure = failure(of: call, &world) { return .failure(failure) }
        var reports: [AgentReport] = []
        var unreadable: [AgentID] = []
        for id in call.agents where !world.absent.contains(id) {
            if !world.isCalm, world.chance(1) {
                unreadable.append(id)
            } else {
                reports.append(row(id, &world))
            }
        }
        if !world.isCalm { disturb(&reports, &world) }
        let unreadableNames = world.isCalm ? 0 : hideNames(in: &reports, &world)
        let report = StatusReport(
            reports: reports,
            unreadable: unreadable,
            unreadableNames: unreadableNames
        )
        return .success(report)
    }

    /// Makes it impossible to read whom some rows name.
    /// - Returns: how many.
    private func hideNames(in reports: inout [AgentReport], _ world: inout World) -> Int {
        guard reports.count > 1, world.chance(5) else { return 0 }
        let hidden = world.number(1...(reports.count - 1))
        reports.removeFirst(hidden)
        return hidden
    }

    private mutating func row(_ id: AgentID, _ world: inout World) -> AgentReport {
        serial += 1
        return AgentReport(
            id: id,
            stateCode: Int32(world.number(0...12)),
            stateSeconds: Int64(world.number(0...100_000)),
            signedInAt: Timestamp(milliseconds: serial)
        )
    }

    /// Adds rows twice, rows nobody asked for, and another order.
    private mutating func disturb(_ reports: inout [AgentReport], _ world: inout World) {
        if world.chance(10), let id = reports.first?.id { reports.append(row(id, &world)) }
        if world.chance(10), let id = world.ids.last { reports.append(row(id, &world)) }
        if world.chance(10) { reports.append(row(AgentID(unchecked: 999_999), &world)) }
        if world.chance(30) {
            // The first of two rows for one agent counts, so their order must stay.
            let first = Dictionary(grouping: reports, by: \.id)
            reports = first.keys.sorted().shuffled(using: &world.random).flatMap { first[$0] ?? [] }
        }
        if world.chance(5) { reports.removeLast(reports.count / 2) }
    }

    /// How a call about groups ends that leaves now.
    func outcome(of call: GroupCall, _ world: inout World) -> GroupCallOutcome {
        let kind = call.query.kind
        if world.refused.contains(kind) { return .failure(CallFailure(.unauthorized)) }
        if world.unreadable.contains(kind) { return .failure(CallFailure(.noPermission)) }
        if let failure = failure(at: call.endpoint, hasBody: kind.hasBody, call.isResent, &world) {
            return .failure(failure)
        }
        return world.groups.page(call.query)
    }

    private func failure(of call: StatusCall, _ world: inout World) -> CallFailure? {
        if !world.poison.isDisjoint(with: call.agents) { return CallFailure(.illegalParameter) }
        return failure(at: call.endpoint, hasBody: true, call.isResent, &world)
    }

    private func failure(
        at endpoint: Int,
        hasBody: Bool,
        _ isResent: Bool,
        _ world: inout World
    ) -> CallFailure? {
        switch world.mood {
        case .well, .slow:
            return nil
        case .flaky:
            return world.chance(30) ? CallFailure(code(&world)) : nil
        case .forgetful:
            // A connection that was never used is not forgotten.
            return !isResent && world.chance(70) ? CallFailure(.reusedConnectionEnded) : nil
        case .throttling:
            return CallFailure(.tooManyRequests, retryAfter: Int64(world.number(0...4)))
        case .dead:
            return CallFailure(endpoint == 2 ? .malformedBody : .connectFailed)
        case .refusing:
            return CallFailure(world.chance(90) ? .unauthorized : .addressLocked)
        case .refusingBodies, .refusingBodiless:
            return hasBody == (world.mood == .refusingBodies) ? CallFailure(.unauthorized) : nil
        }
    }

    private func code(_ world: inout World) -> CallFailure.Code {
        let codes = CallFailure.Code.allCases.filter { !$0.locksOut && !$0.concernsIDs }
        return codes[world.number(0...(codes.count - 1))]
    }
}
