internal import Roster
internal import StatusEngine

extension Ledger {
    /// Holds a call about groups to what is allowed, and to standing back.
    mutating func check(
        _ call: GroupCall,
        from source: Group.Source,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        let share = settings.groups.callSharePercent
        let places = settings.maximumConcurrentCalls
        if !(0..<settings.endpoints).contains(call.endpoint) { try fail("no such base URL") }
        try checkAdmission(at: now, fail)
        if groupFlights.count >= max(1, places * share / 100) {
            try fail("more calls about groups at once than their share")
        }
        if places > 1, flights.count + groupFlights.count + 1 >= places {
            try fail("no place left for a call about agents")
        }
        if settings.groups.intervals[source] == nil { try fail("a source that is off was asked") }
        try checkSignature(of: call, at: now, fail)
        try checkResending(of: call, fail)
        groupStarts.append(now)
        groupFlights[call.id] = (call, now)
        try checkQuota(at: now, fail)
        if let quota = settings.callQuota {
            let inWindow = groupStarts.count { $0 + quota.window > now }
            if inWindow > max(1, quota.calls * share / 100) {
                try fail("more calls about groups than their share of the quota")
            }
        }
        note(call, at: now)
    }

    private mutating func note(_ call: GroupCall, at now: Instant) {
        guard case .userGroupMembers(let id, let offset) = call.query else { return }
        let key = GroupReading(vdn: call.vdn, source: .userGroups, group: id)
        readings[key] = (offset == 0 ? now : readings[key]?.first ?? now, now)
    }

    /// Holds what was learnt of a user group to the truth: whoever was in it while it was read is
    /// there, and nobody else who was not in it at some time meanwhile.
    func check(
        _ learnt: LearntGroup,
        of vdn: VDN,
        _ truth: SimulatedGroupList,
        _ fail: (String) throws -> Void
    ) throws {
        let key = GroupReading(vdn: vdn, source: .userGroups, group: learnt.id)
        guard let reading = readings[key], let group = truth.group(learnt.id) else { return }
        let (always, ever) = group.members(from: reading.first, to: reading.last)
        let members = Set(learnt.ids)
        if !always.isSubset(of: members) { try fail("group \(learnt.id) lacks members it has") }
        if !members.isSubset(of: ever) { try fail("group \(learnt.id) has members it has not") }
    }
}
