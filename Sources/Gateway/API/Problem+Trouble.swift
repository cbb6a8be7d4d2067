internal import Roster

extension Problem {
    /// What a client is told when a trouble left nothing to answer with.
    init(_ trouble: Trouble, retryAfter: Int64?) {
        let code = ProblemCode(trouble)
        self.init(
            code,
            Self.detail(of: trouble),
            retryAfter: code.status == 503 ? max(1, retryAfter ?? 1) : nil
        )
    }

    private static func detail(of trouble: Trouble) -> String {
        switch trouble {
        case .deadlineExceeded: "The CMS did not answer within the time this request may take."
        case .cmsUnavailable: "The CMS cannot be reached or did not answer in time."
        case .cmsLockedOut: "The CMS refuses this gateway's signature or address."
        case .cmsError: "The CMS answered with an error."
        case .cmsMalformed: "The CMS's answer could not be understood."
        case .notCached: "Memory does not hold what was asked for, and only that was wanted."
        case .overloaded: "More questions are waiting than this gateway takes on."
        case .shuttingDown: "This gateway is stopping."
        }
    }
}
