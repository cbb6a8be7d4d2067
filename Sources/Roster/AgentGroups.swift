/// Which groups of a VDN each agent belongs to, found without a look at every group.
///
/// It takes four bytes for each membership, and eight for each work number between the lowest of a
/// member and the highest.
package struct AgentGroups: Sendable {
    private let groups: [Group]
    private let lowest: Int
    /// Where in `places` each work number's begin, from the lowest on, and behind them the end of all.
    private let starts: [Int]
    /// Where in `groups` each agent's are, agent by agent.
    private let places: [UInt32]

    /// Looks through groups; an agent's come in the same order.
    package init(_ groups: [Group]) {
        let ranges = groups.lazy.flatMap(\.members.ranges)
        let lowest = ranges.map { Int($0.lowerBound) }.min() ?? 0
        let highest = ranges.map { Int($0.upperBound) }.max() ?? 0
        var starts = [Int](repeating: 0, count: highest - lowest + 2)
        for range in ranges {
            for number in range { starts[Int(number) - lowest + 1] += 1 }
        }
        for next in starts.indices.dropFirst() { starts[next] += starts[next - 1] }
        var places = [UInt32](repeating: 0, count: starts.last ?? 0)
        var free = starts
        for (place, group) in groups.enumerated() {
            for range in group.members.ranges {
                for agent in Int(range.lowerBound) - lowest...Int(range.upperBound) - lowest {
                    places[free[agent]] = UInt32(place)
                    free[agent] += 1
                }
            }
        }
        self.groups = groups
        self.lowest = lowest
        self.starts = starts
        self.places = places
    }

    /// The groups an agent belongs to.
    package func groups(of agent: AgentID) -> [Group] {
        let place = Int(agent.number) - lowest
        guard place >= 0, place + 1 < starts.count else { return [] }
        return places[starts[place]..<starts[place + 1]].map { groups[Int($0)] }
    }
}
