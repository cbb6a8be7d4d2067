internal import Gateway
internal import Roster
internal import StatusEngine

/// Whether requests should come here.
struct Readiness: Sendable {
    /// Whether both listeners listen.
    var hasStarted = true
    /// Whether all is coming to its end.
    var isStopping = false
    /// Why no call may leave, if none may.
    var refusal: Trouble?
    /// When the next probe of a lock-out leaves.
    var probeAt: Timestamp?
    /// The sources of groups that are waited for until they have been read once, well or not.
    var awaited: [Group.Source] = []
    /// Since when the CMS has been refusing us, or failing.
    var standing = CMSStanding()

    /// Why they should not, in words out of a closed set; empty when they should.
    ///
    /// Once a probe may leave there is no reason any more: it takes a request to send it.
    var reasons: [ReadinessReason] {
        var reasons: [ReadinessReason] = []
        if !hasStarted { reasons.append(ReadinessReason("starting")) }
        if isStopping || refusal == .shuttingDown {
            reasons.append(ReadinessReason("shutting-down"))
        }
        switch refusal {
        case nil, .shuttingDown: break
        case .cmsLockedOut: reasons.append(lockedOut)
        case .cmsUnavailable, .cmsError, .cmsMalformed, .deadlineExceeded, .notCached,
            .overloaded:
            reasons.append(unavailable)
        }
        if !awaited.isEmpty { reasons.append(awaitingGroups) }
        return reasons
    }

    private var lockedOut: ReadinessReason {
        let code = "cms-locked-out"
        let probe = probeAt.map { ", next probe at \($0)" } ?? ""
        return ReadinessReason(code, detail: code + Self.since(standing.lockedOutSince) + probe)
    }

    private var unavailable: ReadinessReason {
        let code = "cms-unavailable"
        return ReadinessReason(code, detail: code + Self.since(standing.failingSince))
    }

    private var awaitingGroups: ReadinessReason {
        let code = "groups-not-learnt"
        let sources = awaited.map(\.rawValue).joined(separator: ", ")
        return ReadinessReason(code, detail: "\(code) from \(sources)")
    }

    private static func since(_ time: Timestamp?) -> String {
        time.map { " since \($0)" } ?? ""
    }
}
