/// A named set of agents.
package struct Group: Hashable, Sendable {
    /// Where a group's membership was learnt, in the order of precedence.
    ///
    /// Where two groups have one name, the one from the earlier source keeps it. The raw value is
    /// shown to clients.
    package enum Source: String, CaseIterable, Hashable, Sendable {
        /// The groups file.
        case file
        /// The CMS's user groups (contract section 3).
        case userGroups
        /// The agents configured for the CMS's skill queues (contract section 3).
        case skillQueues
        /// The agents signed in to the CMS's skill queues (contract section 3).
        case signedInAgents
    }

    /// The name: any UTF-8 text but the empty one.
    package let name: String
    /// The name in lower case, which it is searched in.
    let lowercasedName: String
    /// Where the membership comes from.
    package let source: Source
    /// Who belongs to it.
    package let members: AgentIDSet
    /// The members, ascending; made once so that every question shares them.
    package let ids: [AgentID]
    /// How the membership is known.
    package let membership: Membership

    /// Creates a group.
    package init(
        name: String,
        source: Source,
        members: AgentIDSet,
        membership: Membership = .settled
    ) {
        self.name = name
        lowercasedName = Self.lowercased(name)
        self.source = source
        self.members = members
        ids = members.ids
        self.membership = membership
    }

    /// Creates the group that was learnt, under the name it goes by.
    package init(_ learnt: LearntGroup, from source: Source, named name: String) {
        self.name = name
        lowercasedName = Self.lowercased(name)
        self.source = source
        members = learnt.members
        ids = learnt.ids
        membership = learnt.membership
    }

    /// A name in lower case; the name itself, and no second one in memory, where it is that.
    private static func lowercased(_ name: String) -> String {
        let lowercased = name.lowercased()
        return lowercased == name ? name : lowercased
    }
}
