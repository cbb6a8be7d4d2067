// Calls about groups share the guard of calls about agents, and stand back behind them.
extension CallGuard {
    /// Whether a call about groups may leave now: where any call may, within the share, and with a
    /// place left for a call about agents.
    func groupPermission(at now: Instant) -> Permission {
        let permission = permission(at: now)
        guard permission == .granted else { return permission }
        let places = settings.maximumConcurrentCalls
        guard groupsInFlight < settings.groups.share(of: places), inFlight + 1 < max(2, places)
        else { return .whenCallEnds }
        return groupQuota.nextStart(at: now).map { .notBefore($0) } ?? .granted
    }

    /// Takes note that a call about groups leaves; it earns no retries.
    /// - Returns: the index of the base URL it goes to.
    mutating func groupCallStarted(at now: Instant) -> Int {
        inFlight += 1
        groupsInFlight += 1
        quota.callStarted(at: now)
        groupQuota.callStarted(at: now)
        return endpoints.next(at: now, mayTryFirst: isWell)
    }

    /// Takes note of a success: the signature is good.
    ///
    /// That calls about agents fail is not refuted by it.
    /// - Returns: what it ended, if anything.
    mutating func groupCallSucceeded(endpoint: Int, startedAt: Instant) -> EngineEvent? {
        groupCallEnded()
        endpoints.succeeded(endpoint)
        switch health {
        case .well, .lockedOut: return recover(by: startedAt)
        case .retrying, .paused: return nil
        }
    }

    /// Takes note of a failure.
    ///
    /// It concerns calls about agents only where it says that no call is welcome: groups that cannot
    /// be had keep nobody from asking for agents.
    /// - Returns: what it led to, if anything.
    mutating func groupCallFailed(
        _ failure: CallFailure,
        endpoint: Int,
        at now: Moment
    ) -> EngineEvent? {
        groupCallEnded()
        if isRefusal(failure) { return lockOut(failure, at: now) }
        if case .lockedOut = health { return judge(failure, at: now).event }
        switch failure.code {
        case .tooManyRequests: return judge(failure, at: now).event
        case .connectFailed, .tlsFailed:
            _ = endpoints.failed(endpoint, at: now.instant)
            return nil
        default: return nil
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
