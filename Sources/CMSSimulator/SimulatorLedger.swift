package import Roster

/// What the simulator remembers between requests: faults, numbers, counters, locked addresses.
package struct SimulatorLedger: Sendable {
    /// What becomes of a request before it is looked at.
    package enum Admission: Sendable {
        /// Its address is locked.
        case locked
        /// It is looked at, under this number and these faults.
        case admitted(number: UInt64, faults: SimulatorFaults)
    }

    private struct Suspect {
        var badSignatures = 0
        var lockedAt: Timestamp?
    }

    /// The faults new requests are under.
    package var faults: SimulatorFaults
    private let lockAfter: Int
    private let lockDuration: Duration?
    private let recentCalls: Int
    private var counted = SimulatorCounters()
    private var nextNumber: UInt64 = 0
    private var callsUnderWay = 0
    private var suspects: [String: Suspect] = [:]

    /// Creates an empty ledger.
    package init(settings: SimulatorSettings) {
        faults = settings.faults
        lockAfter = settings.lockAfterBadSignatures
        lockDuration = settings.lockDuration
        recentCalls = settings.recentCalls
    }

    /// The counters as they stand.
    package var counters: SimulatorCounters {
        var counters = counted
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
        return .admitted(number: nextNumber, faults: faults)
    }

    /// Notes what became of a request.
    package mutating func record(
        _ outcome: SimulatorOutcome,
        of kind: SimulatedAnswer.Kind,
        from address: String,
        at now: Timestamp
    ) {
        counted.requests += 1
        counted.outcomes[outcome.rawValue, default: 0] += 1
        if outcome == .unauthorized { suspect(address, at: now) }
        switch kind {
        case .call(let ids): recordCall(ids)
        case .ping: counted.pings += 1
        case .other: break
        }
    }

    /// Notes that a call's answer has left, or that nobody waits for it any longer.
    package mutating func callEnded() {
        callsUnderWay -= 1
    }

    /// Forgets counters, numbers and locked addresses; the faults stay.
    package mutating func reset() {
        counted = SimulatorCounters()
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

    private mutating func recordCall(_ ids: Int) {
        callsUnderWay += 1
        counted.calls += 1
        counted.ids += ids
        counted.largestCall = max(counted.largestCall, ids)
        counted.mostCallsAtOnce = max(counted.mostCallsAtOnce, callsUnderWay)
        counted.recentCallSizes.append(ids)
        let surplus = counted.recentCallSizes.count - recentCalls
        if surplus > 0 { counted.recentCallSizes.removeFirst(surplus) }
    }
}
