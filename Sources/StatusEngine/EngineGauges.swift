package import Roster

/// Figures of the engine at an instant.
package struct EngineGauges: Hashable, Sendable {
    /// Agents the table holds.
    package let agents: Int
    /// What the table occupies, in bytes.
    package let tableBytes: Int
    /// Questions waiting.
    package let waitingQuestions: Int
    /// Calls in flight.
    package let callsInFlight: Int
    /// Why no call may leave, if none may.
    package let refusal: Trouble?
    /// The lock-out in force, if there is one; it lasts until a probe has succeeded.
    package let lockOut: LockOutRecord?
    /// How many calls the quota leaves, where there is one.
    package let quotaLeft: Int?
    /// The base URL in use, counting from 0.
    package let endpoint: Int

    /// The sources of groups that are on, those of all VDNs together.
    package let groupSources: [GroupSourceGauges]

    /// Whether no call may leave for a while because calls failed in a row.
    package var isPaused: Bool {
        switch refusal {
        case nil, .cmsLockedOut, .shuttingDown, .overloaded, .notCached: false
        case .cmsUnavailable, .cmsError, .cmsMalformed, .deadlineExceeded: true
        }
    }

    init(_ engine: StatusEngine, at now: Moment) {
        agents = engine.agentCount
        tableBytes = engine.tableBytes
        waitingQuestions = engine.waitingQuestions
        callsInFlight = engine.callsInFlight
        refusal = engine.refusal(at: now.instant)
        lockOut = engine.lockOutRecord(at: now)
        quotaLeft = engine.callGuard.quotaLeft(at: now.instant)
        endpoint = engine.callGuard.endpoint
        groupSources = GroupSourceGauges.all(of: engine)
    }
}
