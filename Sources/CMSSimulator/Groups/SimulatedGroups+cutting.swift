package import Roster

extension SimulatedGroups {
    /// Cuts agents into the groups `group-1`, `group-2` and so on, of so many members each.
    ///
    /// Without a number of groups, the agents are cut once, and the last group may be smaller. With
    /// one, every group is full: behind the last agent comes the first again, so that groups share
    /// agents where there are too few.
    package init(cutting agents: AgentIDSet, into count: Int?, of size: Int, seed: UInt64) {
        let ids = agents.ids
        let whole = (ids.count + size - 1) / size
        let groups = (0..<(ids.isEmpty ? 0 : count ?? whole))
            .map { number in
                let first = number * size
                let end = count == nil ? min(first + size, ids.count) : first + size
                return (
                    name: "group-\(number + 1)", members: (first..<end).map { ids[$0 % ids.count] }
                )
            }
        self.init(seed: seed, groups: groups, agents: agents)
    }
}
