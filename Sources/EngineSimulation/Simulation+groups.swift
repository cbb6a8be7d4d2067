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
        for case .groupSourceBarred(_, let source) in actions.events {
            guard ledger.signatures.isRight(toBar: source) else {
                throw violation("\(source) barred without reason")
            }
        }
    }

    /// A call about groups ends.
    mutating func finish(_ id: CallID, _ outcome: GroupCallOutcome) throws(Violation) {
        // A call from before a restart ends into the void.
        guard let flight = ledger.groupFlights.removeValue(forKey: id) else { return }
        let (kind, startedAt) = (flight.call.query.kind, flight.startedAt)
        switch outcome {
        case .success:
            ledger.taken(kind, startedAt: startedAt, at: now.instant)
        case .failure(let failure) where failure.code.locksOut:
            ledger.lockOut(failure, kind, startedAt: startedAt, at: now.instant)
        case .failure(let failure) where failure.code.isVerdict:
            ledger.taken(kind, startedAt: startedAt, at: now.instant)
        case .failure(let failure):
            ledger.probeFailed(failure, kind, startedAt: startedAt, at: now.instant)
        }
        if case .failure(let failure) = outcome, failure.code == .reusedConnectionEnded,
            !flight.call.isResent
        {
            ledger.forgottenGroupCall = flight.call
        }
        try perform { engine, now in engine.groupCallEnded(id, outcome, at: now) }
        ledger.forgottenGroupCall = nil
        try checkWhatWasLearnt(from: flight.call)
    }

    /// Takes a source of groups on, or gives it up.
    mutating func changeSources() throws(Violation) {
        let sources = Group.Source.allCases.filter { $0 != .file }
        let source = sources[world.number(0...(sources.count - 1))]
        let isOn = world.settings.groups.intervals[source] != nil
        let interval = Duration.milliseconds(world.number(1_000...20_000))
        world.settings.groups.intervals[source] = isOn ? nil : interval
        ledger.settings = world.settings
        let settings = world.settings
        try perform { engine, now in engine.change(to: settings, at: now) }
    }

    /// Signs calls with other credentials from now on.
    mutating func changeCredentials() throws(Violation) {
        ledger.changeCredentials(at: now.instant)
        try perform { engine, now in engine.credentialsChanged(at: now) }
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
            where source.callKinds.isDisjoint(with: ledger.signatures.given) {
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
