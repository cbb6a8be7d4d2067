internal import Roster

/// Whether requests should come here.
enum Readiness {
    /// Why they should not, in words out of a closed set; empty when they should.
    ///
    /// Once a probe may leave there is no reason any more: it takes a request to send it.
    static func reasons(isStopping: Bool, refusal trouble: Trouble?) -> [String] {
        let refusal = trouble.map(reason)
        guard isStopping, refusal != shuttingDown else { return [refusal].compactMap(\.self) }
        return [shuttingDown] + [refusal].compactMap(\.self)
    }

    private static let shuttingDown = "shutting-down"

    private static func reason(_ trouble: Trouble) -> String {
        switch trouble {
        case .cmsLockedOut: "cms-locked-out"
        case .shuttingDown: shuttingDown
        case .cmsUnavailable, .cmsError, .cmsMalformed, .deadlineExceeded, .notCached,
            .overloaded:
            "cms-unavailable"
        }
    }
}
