/// A group as the CMS tells of it.
package struct LearntGroup: Hashable, Sendable {
    /// The CMS's own id of the group or skill, in decimal digits.
    package let id: String
    /// The CMS's name of it; several may have one name.
    package let name: String
    /// Who belongs to it.
    package let members: AgentIDSet
    /// The members, ascending; shared for as long as they stay the same.
    package let ids: [AgentID]
    /// How the membership is known.
    package let membership: Membership

    /// Creates a group.
    package init(id: String, name: String, members: AgentIDSet, membership: Membership) {
        self.id = id
        self.name = name
        self.members = members
        ids = members.ids
        self.membership = membership
    }

    /// The group under another name and with another membership; the members stay.
    package init(_ group: LearntGroup, named name: String, membership: Membership) {
        id = group.id
        self.name = name
        members = group.members
        ids = group.ids
        self.membership = membership
    }
}

/// All that the CMS has told of the groups of one VDN.
package struct LearntGroups: Hashable, Sendable {
    /// The groups of each source that is learnt, by their ids.
    package var groups: [Group.Source: [LearntGroup]]
    /// The groups of each source that are listed and not read yet; a snapshot has none of them.
    package var unread: [Group.Source: [UnreadGroup]]
    /// The agents' names; nothing where they are not to be kept.
    package var names: AgentNames?
    /// The sources that are to be learnt and of which not all is known yet.
    package var awaited: Set<Group.Source>

    /// Creates what is known.
    package init(
        groups: [Group.Source: [LearntGroup]] = [:],
        unread: [Group.Source: [UnreadGroup]] = [:],
        names: AgentNames? = nil,
        awaited: Set<Group.Source> = []
    ) {
        self.groups = groups
        self.unread = unread
        self.names = names
        self.awaited = awaited
    }
}
