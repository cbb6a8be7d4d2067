package import Roster

extension StatusEngine {
    /// What is known of the groups of each VDN; empty where no source is on.
    package var learntGroups: [VDN: LearntGroups] {
        guard !groups.sources.isEmpty else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: vdns.enumerated().map { ($1, groups.learnt($0)) }
        )
    }

    /// Goes on with the groups of before a restart, as far as their sources are on.
    package mutating func restore(_ learnt: [VDN: LearntGroups]) {
        for (index, vdn) in vdns.enumerated() {
            guard let known = learnt[vdn] else { continue }
            groups.restore(known, vdnIndex: index)
        }
    }

    /// A call about groups ended.
    package mutating func groupCallEnded(
        _ id: CallID,
        _ outcome: GroupCallOutcome,
        at now: Moment
    ) -> EngineActions {
        var actions = EngineActions()
        guard let flight = groups.flights.removeValue(forKey: id) else { return actions }
        settleDemand()
        if case .failure(let failure) = outcome, resend(id, flight, failure, at: now, &actions) {
            sendWhatMayLeave(at: now, &actions)
            return actions
        }
        let (vdn, source) = (vdns[flight.vdnIndex], flight.source)
        let led = groups.ended(id, flight, outcome, at: now)
        switch outcome {
        case .success: groupCallSucceeded(flight, &actions)
        case .failure(let failure):
            actions.events.append(.groupCallFailed(vdn, source, failure))
            groupCallFailed(failure, flight, at: now, &actions)
        }
        noteStandstill(at: now.instant)
        barSources(at: now, &actions)
        switch led {
        case nil, .goesOn: break
        case .ended(let report): actions.events.append(.groupsRefreshed(vdn, source, report))
        case .abandoned: actions.events.append(.groupRefreshAbandoned(vdn, source))
        }
        if let refusal = refusal(at: now.instant) { abandonWhatWaits(refusal, at: now, &actions) }
        sendWhatMayLeave(at: now, &actions)
        tellGroups(isRoundOver: led != .goesOn, at: now.instant, &actions)
        return actions
    }

    /// Sends a call once more where its connection was at fault, and it may leave now.
    /// - Returns: whether it left.
    private mutating func resend(
        _ id: CallID,
        _ flight: GroupRefresh.Flight,
        _ failure: CallFailure,
        at now: Moment,
        _ actions: inout EngineActions
    ) -> Bool {
        guard failure.code == .reusedConnectionEnded, !isShuttingDown,
            groups.canBeResent(id, flight),
            callGuard.groupCallMayBeResent(flight.query.kind, at: now.instant)
        else { return false }
        lastCall += 1
        let next = CallID(lastCall)
        _ = callGuard.groupCallStarted(at: now.instant)
        groups.resend(flight, as: next, at: now.instant)
        let (vdn, source) = (vdns[flight.vdnIndex], flight.source)
        let call = GroupCall(
            id: next,
            vdn: vdn,
            endpoint: flight.endpoint,
            query: flight.query,
            isResent: true
        )
        actions.groupCalls.append(call)
        actions.events += [
            .groupCallResent(vdn, source, failure), .groupCallStarted(vdn, source),
        ]
        return true
    }

    private mutating func groupCallSucceeded(
        _ flight: GroupRefresh.Flight,
        _ actions: inout EngineActions
    ) {
        let event = callGuard.groupCallSucceeded(flight.query.kind, startedAt: flight.startedAt)
        if let event { actions.events.append(event) }
    }

    private mutating func groupCallFailed(
        _ failure: CallFailure,
        _ flight: GroupRefresh.Flight,
        at now: Moment,
        _ actions: inout EngineActions
    ) {
        let isRefusal = callGuard.isRefusal(failure)
        let event = callGuard.groupCallFailed(
            failure,
            flight.query.kind,
            endpoint: flight.endpoint,
            startedAt: flight.startedAt,
            at: now
        )
        if let event { actions.events.append(event) }
        if isRefusal { groups.refused(flight.query.kind) }
    }

    /// Gives up the sources whose calls the CMS refuses alone, as the call that has just ended shows.
    mutating func barSources(at now: Moment, _ actions: inout EngineActions) {
        let kinds = callGuard.signatures.takeNewlyBarred()
        guard !kinds.isEmpty else { return }
        for (source, vdnIndex) in groups.bar(kinds, callGuard.signatures, at: now.instant) {
            actions.events.append(.groupSourceBarred(vdns[vdnIndex], source))
        }
        tellGroups(isRoundOver: true, at: now.instant, &actions)
    }

    /// Sends the calls about groups that are due, once nothing about agents waits to leave.
    mutating func sendGroupCalls(at now: Moment, _ actions: inout EngineActions) {
        guard !isShuttingDown, !isAnythingWaiting else { return }
        while let due = groups.nextDue(callGuard.signatures), due <= now.instant {
            switch callGuard.groupPermission(at: now.instant) {
            case .granted: sendGroupCall(at: now.instant, &actions)
            case .notBefore, .whenCallEnds: return
            case .refused(let trouble, _):
                groups.hold(trouble, callGuard.signatures, at: now.instant)
                return tellGroups(isRoundOver: true, at: now.instant, &actions)
            }
        }
    }

    private mutating func sendGroupCall(at now: Instant, _ actions: inout EngineActions) {
        let id = CallID(lastCall + 1)
        guard let next = groups.start(id, callGuard.signatures, at: now) else { return }
        lastCall += 1
        let endpoint = callGuard.groupCallStarted(at: now)
        let vdn = vdns[next.vdnIndex]
        groups.flights[id] = GroupRefresh.Flight(
            source: next.source,
            query: next.query,
            vdnIndex: next.vdnIndex,
            endpoint: endpoint,
            startedAt: now
        )
        actions.groupCalls.append(
            GroupCall(id: id, vdn: vdn, endpoint: endpoint, query: next.query)
        )
        actions.events.append(.groupCallStarted(vdn, next.source))
    }

    /// When the next call about groups may leave, if nothing happens before.
    func nextGroupCall(at now: Instant) -> Instant? {
        guard !isShuttingDown, !isAnythingWaiting, let due = groups.nextDue(callGuard.signatures)
        else { return nil }
        switch callGuard.groupPermission(at: now) {
        case .granted: return max(now, due)
        case .notBefore(let instant): return max(instant, due)
        case .whenCallEnds: return nil
        case .refused(_, let until): return due > now ? due : max(now, until)
        }
    }

    /// Whether anything about agents waits to leave.
    private var isAnythingWaiting: Bool {
        !sealed.isEmpty || !arrangements.isEmpty || pieces.gatheringSince != nil
    }

    /// Says that what is known of groups has changed, if it has and the time has come.
    mutating func tellGroups(
        isRoundOver: Bool,
        at now: Instant,
        _ actions: inout EngineActions
    ) {
        guard groups.takeNews(isRoundOver: isRoundOver, at: now) else { return }
        actions.events.append(.groupsChanged)
    }
}
