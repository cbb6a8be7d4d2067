/// What can be said of one agent now: an observation and how far to trust it, or why there is none.
package enum Reading: Hashable, Sendable {
    /// The agent as last observed.
    case observed(Agent, Freshness)
    /// No usable observation.
    case missing(AgentID, MissingReason)

    /// Whose reading this is.
    package var id: AgentID {
        switch self {
        case .observed(let agent, _): agent.id
        case .missing(let id, _): id
        }
    }

    /// The observation, where there is one.
    package var agent: Agent? {
        if case .observed(let agent, _) = self { agent } else { nil }
    }
}

/// How an observation stands to the question it answers (design section 4).
///
/// Clients are told of a trouble alone: the first three are all `fresh` to them. Which of the three it is
/// decides what `Cache-Status` and the metrics say.
package enum Freshness: Hashable, Sendable {
    /// Fetched for this question.
    case live
    /// Fetched before and younger than the time to live.
    case cached
    /// Older than the time to live, and young enough to be given while it is refreshed.
    case revalidating
    /// Not to be refreshed: it was tried in vain, may not be tried, or takes too long for this question.
    case stale(Trouble)

    /// What stands between the question and a fresh observation, if anything does.
    package var trouble: Trouble? {
        if case .stale(let trouble) = self { trouble } else { nil }
    }

    /// Whether clients are told that the observation is stale.
    package var isStale: Bool { trouble != nil }
}

/// What stood between a question and a fresh observation; the raw value is shown to clients.
package enum Trouble: String, CaseIterable, Hashable, Sendable {
    /// The asker's deadline came before the answer did.
    case deadlineExceeded
    /// The CMS could not be reached, or did not answer in time.
    case cmsUnavailable
    /// The CMS refuses our signature or address.
    case cmsLockedOut
    /// The CMS answered with an error of its own.
    case cmsError
    /// The CMS's answer could not be understood.
    case cmsMalformed
    /// The asker wanted what is in memory or nothing, and it is not there.
    case notCached
    /// The gateway had more questions waiting than it takes on.
    case overloaded
    /// The gateway is stopping.
    case shuttingDown
}

/// Why there is no usable observation of an agent.
package enum MissingReason: Hashable, Sendable {
    /// The CMS answered and left the agent out.
    case notReported
    /// The CMS could not be asked, or did not answer usably.
    case trouble(Trouble)

    /// The text shown to clients.
    package var name: String {
        switch self {
        case .notReported: "notReported"
        case .trouble(let trouble): trouble.rawValue
        }
    }
}
