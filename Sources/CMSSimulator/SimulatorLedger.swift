package import Roster

/// What the simulator remembers between requests: faults, groups, numbers, counters, locked
/// addresses.
package struct SimulatorLedger: Sendable {
    /// What becomes of a request before it is looked at.
    package enum Admission: Sendable {
        /// Its address is locked.
        case locked
        /// It is looked at under these conditions.
        case admitted(CallConditions)
    }

    private struct Suspect {
        var badSignatures = 0
        var lockedAt: Timestamp?
    }

    private struct Recent {
        var callSizes: RecentValues<Int>
        var callTimes: RecentValues<Int64>
        var groupCallTimes = RecentValues<Int64>(limit: 10_000)

        init(calls: Int) {
            callSizes = RecentValues(limit: calls)
            callTimes = RecentValues(limit: calls)
        }
    }

    /// The faults new requests are under.
    package var faults: SimulatorFaults
    /// The groups and skills there are.
    package var groups: SimulatedGroups
    private let lockAfter: Int
    private let lockDuration: Duration?
    private let recentCalls: Int
    private var counted = SimulatorCounters()
    private var recent: Recent
    private var nextNumber: UInt64 = 0
    private var callsUnderWay = 0
    private var suspects: [String: Suspect] = [:]

    /// Creates an empty ledger.
    package init(settings: SimulatorSettings) {
        faults = settings.faults
        lockAfter = settings.lockAfterBadSignatures
        lockDuration = settings.lockDuration
        groups = settings.groups
        recentCalls = settings.recentCalls
        recent = Recent(calls: recentCalls)
    }

    /// The counters as they stand.
    package var counters: SimulatorCounters {
        var counters = counted
        counters.recentCallSizes = recent.callSizes.values
        counters.recentCallTimes = recent.callTimes.values
        counters.recentGroupCallTimes = recent.groupCallTimes.values
        counters.lockedAddresses = suspects.filter { $0.value.lockedAt != nil }.keys.sorted()
        return counters
    }

    /// Takes a request in.
    package mutating func admit(from address: String, at now: Timestamp) -> Admission {
        if let lockedAt = suspects[address]?.lockedAt {
            guard isOver(lockedAt, now) else { return .locked }
            suspects[address] = nil
        }
        defer { nextNumber += 1 }
        return .admitted(CallConditions(number: nextNumber, faults: faults, groups: groups))
    }

    /// Notes what became of a request that came at that moment.
    package mutating func record(
        _ answer: SimulatedAnswer,
        to address: String,
        at now: Timestamp
    ) {
        guard let outcome = answer.outcome else { return }
        counted.requests += 1
        counted.outcomes[outcome.rawValue, default: 0] += 1
        if outcome == .unauthorized { suspect(address, at: now) }
        if let shift = answer.shift { groups.apply(shift) }
        switch answer.kind {
        case .call(let ids): recordCall(ids, at: now)
        case .groupCall(let call): recordGroupCall(call, at: now)
        case .ping: counted.pings += 1
        case .other: break
        }
    }

    /// Notes that a call's answer has left, or that nobody waits for it any longer.
    package mutating func callEnded() {
        callsUnderWay -= 1
    }

    /// Forgets counters, numbers and locked addresses; faults and groups stay.
    package mutating func reset() {
        counted = SimulatorCounters()
        recent = Recent(calls: recentCalls)
        nextNumber = 0
        suspects = [:]
    }

    private func isOver(_ lockedAt: Timestamp, _ now: Timestamp) -> Bool {
        guard let lockDuration else { return false }
        return .milliseconds(now.milliseconds - lockedAt.milliseconds) >= lockDuration
    }

    private mutating func suspect(_ address: String, at now: Timestamp) {
        counted.badSignatures += 1
        var suspect = suspects[address] ?? Suspect()
        suspect.badSignatures += 1
        if suspect.badSignatures >= lockAfter { suspect.lockedAt = now }
        suspects[address] = suspect
    }

    private mutating func recordCall(_ ids: Int, at now: Timestamp) {
        callsUnderWay += 1
        counted.calls += 1
        counted.ids += ids
        counted.largestCall = max(counted.largestCall, ids)
        counted.mostCallsAtOnce = max(counted.mostCallsAtOnce, callsUnderWay)
        recent.callSizes.append(ids)
        recent.callTimes.append(now.milliseconds)
    }

    private mutating func recordGroupCall(_ call: GroupCallKind, at now: Timestamp) {
        counted.groupCalls += 1
        counted.groupCallsByKind[call.rawValue, default: 0] += 1
        recent.groupCallTimes.append(now.milliseconds)
    }
}
