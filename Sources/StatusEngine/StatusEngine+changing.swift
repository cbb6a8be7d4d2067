extension StatusEngine {
    /// Goes by other settings from now on: what is known stays, and what waits goes on waiting.
    ///
    /// What the table, the quota and the choice of base URLs were laid out for stays as it was:
    /// `maximumBytes`, `callQuota`, the share of it that groups may take, `endpoints` and
    /// `failbackInterval`.
    package mutating func change(
        to settings: EngineSettings,
        at now: Moment
    ) -> EngineActions {
        let before = self.settings
        self.settings = settings
        self.settings.maximumBytes = before.maximumBytes
        self.settings.callQuota = before.callQuota
        self.settings.endpoints = before.endpoints
        self.settings.failbackInterval = before.failbackInterval
        self.settings.groups.callSharePercent = before.groups.callSharePercent
        callGuard.change(to: self.settings)
        noteStandstill(at: now.instant)
        groups.change(to: self.settings.groups, at: now.instant)
        var actions = advance(to: now)
        tellGroups(isRoundOver: true, at: now.instant, &actions)
        return actions
    }

    /// Calls are signed with other credentials from now on: a lock-out of the old ones is over.
    package mutating func credentialsChanged(at now: Moment) -> EngineActions {
        var actions = EngineActions()
        settleDemand()
        if let ended = callGuard.credentialsChanged(at: now.instant) {
            actions.events.append(ended)
        }
        noteStandstill(at: now.instant)
        groups.credentialsChanged(at: now.instant)
        sendWhatMayLeave(at: now, &actions)
        return actions
    }
}
