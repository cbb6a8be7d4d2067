package import Roster

/// What the table knows, in a form that outlives a restart, with true ages.
package struct StatusSnapshot: Hashable, Sendable {
    /// What is known of one agent.
    package struct Entry: Hashable, Sendable {
        /// The VDN the agent belongs to.
        package let vdn: VDN
        /// Who.
        package let id: AgentID
        /// The last observation; nothing where the CMS left the agent out.
        package let agent: Agent?
        /// When that was learnt.
        package let observedAt: Timestamp

        /// Creates an entry.
        package init(vdn: VDN, id: AgentID, agent: Agent?, observedAt: Timestamp) {
            self.vdn = vdn
            self.id = id
            self.agent = agent
            self.observedAt = observedAt
        }
    }

    /// The entries, in no particular order.
    package var entries: [Entry]

    /// The groups learnt from the CMS, by VDN; how well they were known is not kept.
    package var groups: [VDN: LearntGroups]

    /// Creates a snapshot.
    package init(entries: [Entry], groups: [VDN: LearntGroups] = [:]) {
        self.entries = entries
        self.groups = groups
    }
}
