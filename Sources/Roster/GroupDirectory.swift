/// The groups of each VDN, by name, and the names of agents.
package struct GroupDirectory: Hashable, Sendable {
    /// What is known of one VDN.
    private struct Page: Hashable, Sendable {
        var byName: [String: Group] = [:]
        var ordered: [Group] = []
        var everybody: [AgentID] = []
        var names: AgentNames?
        var awaited: Set<Group.Source> = []
    }

    private var pages: [VDN: Page]

    /// Creates a directory; of two groups with one name in one VDN the first is kept.
    package init(_ groups: [VDN: [Group]]) {
        self.init(groups, learnt: [:])
    }

    /// Creates a directory of groups and of what else the CMS has told of their VDNs.
    package init(_ groups: [VDN: [Group]], learnt: [VDN: LearntGroups]) {
        pages = [:]
        for vdn in Set(groups.keys).union(learnt.keys) {
            pages[vdn] = Self.page(groups[vdn] ?? [], learnt[vdn])
        }
    }

    private static func page(_ groups: [Group], _ learnt: LearntGroups?) -> Page {
        let byName = Dictionary(
            groups.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let named = learnt?.names?.all.map { $0.key.number...$0.key.number } ?? []
        return Page(
            byName: byName,
            ordered: byName.values.sorted { $0.name < $1.name },
            everybody: AgentIDSet(ranges: groups.flatMap(\.members.ranges) + named).ids,
            names: learnt?.names,
            awaited: learnt?.awaited ?? []
        )
    }

    /// The group of that name, compared byte for byte after Unicode normalization.
    package func group(named name: String, in vdn: VDN) -> Group? {
        pages[vdn]?.byName[name]
    }

    /// All groups of a VDN, by name.
    package func groups(in vdn: VDN) -> [Group] {
        pages[vdn]?.ordered ?? []
    }

    /// The groups of a VDN that an agent belongs to, by name.
    package func groups(of agent: AgentID, in vdn: VDN) -> [Group] {
        groups(in: vdn).filter { $0.members.contains(agent) }
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

    /// The sources of which nothing is known yet, though they are to be learnt: while there are any,
    /// a group that is not here may exist all the same.
    package func awaited(in vdn: VDN) -> Set<Group.Source> {
        pages[vdn]?.awaited ?? []
    }
}
