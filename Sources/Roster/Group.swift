/// A named set of agents.
package struct Group: Hashable, Sendable {
    /// Where a group's membership was learnt.
    package enum Source: String, Hashable, Sendable {
        case file
    }

    /// The name: any UTF-8 text but the empty one.
    package let name: String
    /// Where the membership comes from.
    package let source: Source
    /// Who belongs to it.
    package let members: AgentIDSet
    /// The members, ascending; made once so that every question shares them.
    package let ids: [AgentID]

    /// Creates a group.
    package init(name: String, source: Source, members: AgentIDSet) {
        self.name = name
        self.source = source
        self.members = members
        ids = members.ids
    }
}
