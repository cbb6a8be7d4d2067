internal import Roster
internal import StatusEngine

// Groups that are learnt beside the questions about agents.
extension Simulation {
    /// Sends the calls about groups, and notes the sources that are given up.
    mutating func performGroupCalls(_ actions: EngineActions) throws(Violation) {
        let sources = actions.events.compactMap { event in
            if case .groupCallStarted(_, let source) = event { source } else { nil }
        }
        guard sources.count == actions.groupCalls.count else {
            throw violation("calls about groups not accounted for")
        }
        for (call, source) in zip(actions.groupCalls, sources) {
            try wrap { fail in try ledger.check(call, from: source, at: now.instant, fail) }
            let outcome = cms.outcome(of: call, &world)
            queue.plan(.endAboutGroups(call.id, outcome), at: now.instant + world.latency())
        }
        for case .groupSourceBarred(let vdn, let source) in actions.events {
            ledger.barred.insert(.init(vdn: vdn, source: source))
        }
    }

    /// A call about groups ends.
    mutating func finish(_ id: CallID, _ outcome: GroupCallOutcome) throws(Violation) {
        // A call from before a restart ends into the void.
        guard let flight = ledger.groupFlights.removeValue(forKey: id) else { return }
        switch outcome {
        case .success:
            ledger.taken(startedAt: flight.startedAt)
        case .failure(let failure) where failure.code.locksOut:
            ledger.lockOut(at: now.instant)
        case .failure:
            ledger.probeFailed(at: now.instant)
        }
        try perform { engine, now in engine.groupCallEnded(id, outcome, at: now) }
        try checkWhatWasLearnt(from: flight.call)
    }

    private func checkWhatWasLearnt(from call: GroupCall) throws(Violation) {
        guard case .userGroupMembers(let id, _) = call.query,
            let known = twins.engine.learntGroups[call.vdn]?.groups[.userGroups],
            let group = known.first(where: { $0.id == id }),
            group.membership == Membership(observedAt: now.wall)
        else { return }
        try wrap { fail in try ledger.check(group, of: call.vdn, world.groups, fail) }
    }

    /// However it went before: once the CMS answers again, the groups are learnt as they are.
    mutating func checkGroupsAreLearnt() throws(Violation) {
        let longest = world.settings.groups.intervals.values.max() ?? .zero
        // A quota may leave no more than a call a window.
        let slowest = (world.settings.callQuota?.window ?? .zero) * 200
        let limit = now.instant + longest * 4 + .seconds(200) + slowest
        while let gap = groupsNotLearnt() {
            guard let next = queue.next, next < limit, let event = queue.take() else {
                throw violation(gap)
            }
            move(to: max(next, now.instant))
            try handle(event)
        }
    }

    /// What of the groups is not known as it is, if anything.
    private func groupsNotLearnt() -> String? {
        for vdn in world.vdns {
            guard let learnt = twins.engine.learntGroups[vdn] else { continue }
            for (source, groups) in learnt.groups
            where !ledger.barred.contains(.init(vdn: vdn, source: source)) {
                let known = Dictionary(uniqueKeysWithValues: groups.map { ($0.id, $0.ids) })
                let truth = truth(of: source)
                for (id, members) in truth where known[id] != members.sorted() {
                    return "\(source) \(id) not learnt, though the CMS answers"
                }
            }
        }
        return nil
    }

    private func truth(of source: Group.Source) -> [String: [AgentID]] {
        let list = world.groups
        guard source == .userGroups else {
            return Dictionary(
                uniqueKeysWithValues: list.skills.map { ("\($0)", list.agents(of: $0)) }
            )
        }
        return Dictionary(uniqueKeysWithValues: list.groups.map { ($0.id, $0.members) })
    }
}
