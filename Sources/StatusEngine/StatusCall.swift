package import Roster

/// Names a call for as long as it is in flight.
package struct CallID: Hashable, Sendable {
    /// Counts up from 1.
    package let number: UInt64

    /// Creates a name.
    package init(_ number: UInt64) { self.number = number }
}

/// One batch call to send (contract section 1).
package struct StatusCall: Hashable, Sendable {
    /// The most ids one call may carry (contract section 1).
    package static let maximumIDs = 6_000

    /// Names the call.
    package let id: CallID
    /// The VDN all its agents belong to.
    package let vdn: VDN
    /// 1 to 6000 distinct ids.
    package let agents: [AgentID]
    /// Which of the CMS's base URLs it goes to, counting from 0.
    package let endpoint: Int
    /// Those who waited for it when it left, as far as their questions named them; each once, in
    /// the order in which they asked.
    package let askers: [AskerID]
    /// Whether it is sent once more, after the reused connection of the first had ended: it goes over a
    /// connection of its own.
    package let isResent: Bool

    /// Creates a call.
    package init(
        id: CallID,
        vdn: VDN,
        agents: [AgentID],
        endpoint: Int = 0,
        askers: [AskerID] = [],
        isResent: Bool = false
    ) {
        self.id = id
        self.vdn = vdn
        self.agents = agents
        self.endpoint = endpoint
        self.askers = askers
        self.isResent = isResent
    }
}

/// What a successful call told.
package struct StatusReport: Sendable {
    /// The rows that could be read, in the order sent.
    package var reports: [AgentReport]
    /// Ids that were named by a row which could not be read otherwise.
    package var unreadable: [AgentID]
    /// How many rows there were of which it could not be read whom they name: with one of them, nobody
    /// is absent for the lack of a row (contract section 1).
    package var unreadableNames: Int

    /// Creates a report.
    package init(
        reports: [AgentReport],
        unreadable: [AgentID] = [],
        unreadableNames: Int = 0
    ) {
        self.reports = reports
        self.unreadable = unreadable
        self.unreadableNames = unreadableNames
    }
}

/// How a call ended.
package typealias CallOutcome = Result<StatusReport, CallFailure>

/// The way to the CMS: performs one call, within its own time-outs, and says how it ended.
package protocol StatusFetcher: Sendable {
    /// Performs the call once; retries are the engine's to decide.
    func fetch(_ call: StatusCall) async -> CallOutcome

    /// The engine has taken the call's outcome in, and whoever waited for it has been answered.
    func settled(_ call: CallID)
}

extension StatusFetcher {
    /// Takes no note of it.
    package func settled(_ call: CallID) {}
}
