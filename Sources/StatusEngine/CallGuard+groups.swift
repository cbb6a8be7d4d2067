internal import Roster

// Calls about groups share the guard of calls about agents, and stand back behind them.
extension CallGuard {
    /// For how long calls about groups leave it to those about agents to go first, where calls go one
    /// at a time.
    private static let groupStandBack: Duration = .seconds(1)

    /// Whether a call about groups may leave now: where any call may, once a call about agents has
    /// had its turn, within the share, and with a place left for a call about agents.
    func groupPermission(at now: Instant) -> Permission {
        if let turn = groupTurn, now < turn.at {
            return turn.trouble.map { .refused($0, until: turn.at) } ?? .notBefore(turn.at)
        }
        if let turn = firstGroupTurn, now < turn { return .notBefore(turn) }
        let permission = permission(at: now)
        guard permission == .granted else { return permission }
        guard hasPlaceForGroups else { return .whenCallEnds }
        return groupQuota.nextStart(at: now).map { .notBefore($0) } ?? .granted
    }

    /// While calls go one at a time after a failure: when it is the turn of one about groups, and why not before.
    private var groupTurn: (at: Instant, trouble: Trouble?)? {
        switch health {
        case .lockedOut(let lockOut): (lockOut.groupProbeAt, .cmsLockedOut)
        case .paused(let until, let trouble): (until + Self.groupStandBack, trouble)
        case .retrying(let instant): (instant + Self.groupStandBack, nil)
        case .well: nil
        }
    }

    /// The same until a call has shown that those about agents are signed well.
    private var firstGroupTurn: Instant? {
        signatures.isProven ? nil : signatures.since.map { $0 + Self.groupStandBack }
    }

    private var hasPlaceForGroups: Bool {
        guard isWell, signatures.isProven else { return inFlight == 0 }
        let places = settings.maximumConcurrentCalls
        return groupsInFlight < settings.groups.share(of: places) && inFlight + 1 < max(2, places)
    }

    /// Takes note that a call about groups leaves; it earns no retries, and tries no base URL but the
    /// present one.
    /// - Returns: the index of the base URL it goes to.
    mutating func groupCallStarted(at now: Instant) -> Int {
        inFlight += 1
        groupsInFlight += 1
        countInQuota(at: now)
        groupQuota.callStarted(at: now)
        return endpoints.current
    }

    /// Whether a call about groups that ended with its connection may be sent once more at once: where any
    /// such call may leave, and its way of signing is known to be good.
    ///
    /// Where it may, it has ended.
    mutating func groupCallMayBeResent(_ kind: GroupCallKind, at now: Instant) -> Bool {
        if case .lockedOut = health { return false }
        guard signatures.isProven(hasBody: kind.hasBody), !signatures.isSuspected(kind) else {
            return false
        }
        var ended = self
        ended.groupCallEnded()
        guard ended.groupPermission(at: now) == .granted else { return false }
        self = ended
        return true
    }

    /// Takes note of a success.
    /// - Returns: what it ended, if anything.
    mutating func groupCallSucceeded(_ kind: GroupCallKind, startedAt: Instant) -> EngineEvent? {
        groupCallEnded()
        return signatureTaken(kind, startedAt: startedAt)
    }

    /// Takes note of a failure.
    ///
    /// It concerns calls about agents only where it says that no call is welcome: groups that cannot
    /// be had keep nobody from asking for agents.
    /// - Returns: what it led to, if anything.
    mutating func groupCallFailed(
        _ failure: CallFailure,
        _ kind: GroupCallKind,
        endpoint: Int,
        startedAt: Instant,
        at now: Moment
    ) -> EngineEvent? {
        groupCallEnded()
        if isRefusal(failure) {
            return lockOut(failure, of: .groups(kind), startedAt: startedAt, at: now)
        }
        if failure.code.isVerdict { return signatureTaken(kind, startedAt: startedAt) }
        if case .lockedOut(var lockOut) = health {
            if startedAt >= lockOut.probeAt { lockOut.groupProbeFailed(at: now.instant) }
            health = .lockedOut(lockOut)
            return nil
        }
        switch failure.code {
        case .tooManyRequests: return judge(failure, at: now).event
        case .connectFailed, .tlsFailed:
            _ = endpoints.failed(endpoint, at: now.instant)
            return nil
        default: return nil
        }
    }

    /// The signature of a call about groups is good.
    ///
    /// That calls about agents fail for another reason is not refuted by it.
    private mutating func signatureTaken(
        _ kind: GroupCallKind,
        startedAt: Instant
    ) -> EngineEvent? {
        switch health {
        case .well, .lockedOut: return recover(by: .groups(kind), startedAt: startedAt)
        case .retrying, .paused:
            signatures.taken(.groups(kind), startedAt: startedAt)
            return nil
        }
    }

    private mutating func groupCallEnded() {
        inFlight -= 1
        groupsInFlight -= 1
    }
}

extension EngineSettings {
    /// What of the quota calls about groups may take: their share, and one call at least.
    var groupQuota: CallQuota? {
        callQuota.map { CallQuota(calls: groups.share(of: $0.calls), window: $0.window) }
    }
}
