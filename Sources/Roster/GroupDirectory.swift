/// The groups of each VDN, by name, and the names of agents.
package struct GroupDirectory: Hashable, Sendable {
    /// What is known of one VDN.
    private struct Page: Hashable, Sendable {
        var byName: [String: Group]
        var ordered: [Group]
        var everybody: [AgentID]
        var names: AgentNames?
        var awaited: Set<Group.Source>
        var collisions: [GroupNaming.Collision]
        var claimed: [String: Group.Source]

        /// Of two groups with one name the first is kept.
        init(
            _ groups: [Group],
            collisions: [GroupNaming.Collision] = [],
            claimed: [String: Group.Source] = [:],
            learnt: LearntGroups
        ) {
            byName = Dictionary(
                groups.map { ($0.name, $0) },
                uniquingKeysWith: { first, _ in first }
            )
            ordered = byName.values.sorted { $0.name < $1.name }
            let named = learnt.names?.all.keys.map { $0.number...$0.number } ?? []
            everybody = AgentIDSet(ranges: groups.flatMap(\.members.ranges) + named).ids
            names = learnt.names
            awaited = learnt.awaited
            self.collisions = collisions
            self.claimed = claimed
        }
    }

    private var pages: [VDN: Page]

    /// Creates a directory; of two groups with one name in one VDN the first is kept.
    package init(_ groups: [VDN: [Group]]) {
        pages = groups.mapValues { Page($0, learnt: LearntGroups()) }
    }

    /// Creates the directory of the groups of a file and of what the CMS has told beside them.
    package init(
        file: GroupDirectory,
        learnt: [VDN: LearntGroups],
        prefixes: [Group.Source: String] = [:]
    ) {
        pages = file.pages
        for (vdn, known) in learnt {
            let naming = GroupNaming(
                file: file.groups(in: vdn),
                learnt: known,
                prefixes: prefixes
            )
            pages[vdn] = Page(
                naming.groups,
                collisions: naming.collisions,
                claimed: naming.claimed,
                learnt: known
            )
        }
    }

    /// The group of that name, compared byte for byte after Unicode normalization.
    package func group(named name: String, in vdn: VDN) -> Group? {
        pages[vdn]?.byName[name]
    }

    /// All groups of a VDN, by name.
    package func groups(in vdn: VDN) -> [Group] {
        pages[vdn]?.ordered ?? []
    }

    /// All agents of a VDN that are known of, ascending: the members of all its groups, and whoever
    /// has a name.
    package func everybody(in vdn: VDN) -> [AgentID] {
        pages[vdn]?.everybody ?? []
    }

    /// The names of a VDN's agents; nothing where none are kept.
    package func names(in vdn: VDN) -> AgentNames? {
        pages[vdn]?.names
    }

    /// The sources of which not all is known yet, though they are to be learnt: while there are any,
    /// a group that is not here may exist all the same.
    package func awaited(in vdn: VDN) -> Set<Group.Source> {
        pages[vdn]?.awaited ?? []
    }

    /// The sources of which some group is missing here: those that are awaited, and those that list
    /// one which could not be read so far.
    package func lacking(in vdn: VDN) -> Set<Group.Source> {
        awaited(in: vdn).union(pages[vdn]?.claimed.values.map(\.self) ?? [])
    }

    /// The sources that may have a group of a name that is not here.
    package func awaited(for name: String, in vdn: VDN) -> Set<Group.Source> {
        awaited(in: vdn).union(pages[vdn]?.claimed[name].map { [$0] } ?? [])
    }

    /// The groups of a VDN that go by another name than their own, because that was taken.
    package func collisions(in vdn: VDN) -> [GroupNaming.Collision] {
        pages[vdn]?.collisions ?? []
    }
}
