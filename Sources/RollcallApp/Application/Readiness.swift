internal import Gateway
internal import Roster
internal import StatusEngine

/// Whether requests should come here, and what is not well all the same.
struct Readiness: Sendable {
    /// Whether both listeners listen.
    var hasStarted = true
    /// Whether all is coming to its end.
    var isStopping = false
    /// Why no call may leave, if none may.
    var refusal: Trouble?
    /// The lock-out in force, if there is one.
    var lockOut: LockOutRecord?
    /// The sources of groups that are waited for until they have been read once, well or not.
    var awaited: [Group.Source] = []
    /// How the CMS has stood to us so far.
    var standing = CMSStanding()
    /// The time it is.
    var now = Timestamp(milliseconds: 0)

    /// What is told.
    ///
    /// A CMS that fails or refuses us is no reason to send requests elsewhere: what is known is still
    /// answered here, and nobody else knows more. The exception is a process that has nothing to answer
    /// with and is refused: its credentials are wrong, and whoever replaces good gateways by such ones
    /// has to notice.
    var report: ReadinessReport { ReadinessReport(reasons: reasons, degraded: degraded) }

    /// Whether a call is wanted that nobody asks for: requests are kept away because of a lock-out whose
    /// probe may leave, and it takes a question to send it.
    var wantsProbe: Bool { isNeverAccepted && refusal == nil && !isStopping }

    private var reasons: [ReadinessReason] {
        var reasons: [ReadinessReason] = []
        if !hasStarted { reasons.append(ReadinessReason("starting")) }
        if isStopping || refusal == .shuttingDown { reasons.append(ReadinessReason("stopping")) }
        if !awaited.isEmpty { reasons.append(groupsNotRead) }
        if isNeverAccepted { reasons.append(neverAccepted) }
        return reasons
    }

    private var isNeverAccepted: Bool {
        lockOut != nil && !standing.hasTakenCalls && !standing.hasRestored
    }

    private var degraded: [Degradation] {
        if lockOut != nil {
            let since = standing.lockedOutSince ?? now
            return [Degradation(Trouble.cmsLockedOut.rawValue, since: since)]
        }
        guard standing.failingSince != nil || isPaused else { return [] }
        let since = standing.failingSince ?? now
        return [Degradation(Trouble.cmsUnavailable.rawValue, since: since)]
    }

    private var isPaused: Bool {
        switch refusal {
        case nil, .cmsLockedOut, .shuttingDown, .overloaded, .notCached: false
        case .cmsUnavailable, .cmsError, .cmsMalformed, .deadlineExceeded: true
        }
    }

    private var groupsNotRead: ReadinessReason {
        let code = "groups-not-read"
        let sources = awaited.map(\.rawValue).joined(separator: ", ")
        return ReadinessReason(code, detail: "\(code) from \(sources)")
    }

    private var neverAccepted: ReadinessReason {
        let code = "never-accepted"
        let since = standing.lockedOutSince.map { " since \($0)" } ?? ""
        let probe = lockOut.map { ", next probe at \($0.probeAt)" } ?? ""
        return ReadinessReason(code, detail: code + since + probe)
    }
}
