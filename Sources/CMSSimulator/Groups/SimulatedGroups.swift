package import Roster

/// The user groups, the skills and the agents the simulated CMS tells of; every VDN has the same.
package struct SimulatedGroups: Hashable, Sendable {
    /// The user groups in the order told.
    package private(set) var groups: [SimulatedGroup] = []
    /// The skills in the order told.
    package var skills: [SimulatedSkill] = []
    /// The agents in the order in which they are told with their skills.
    package var agents = PagedAgents([])
    private let seed: UInt64

    /// Creates an empty roster; ids of groups follow from the seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// Creates a roster of groups whose names are all different, and the usual skills.
    ///
    /// Members are told in an order that follows from the seed, agents ascending.
    package init(
        seed: UInt64,
        groups: some Sequence<(name: String, members: [AgentID])>,
        agents: AgentIDSet
    ) {
        self.seed = seed
        for (number, group) in groups.enumerated() {
            var members = group.members
            var random = SeededRandom(seed, UInt64(number), 53)
            random.shuffle(&members)
            append(group.name, name: group.name, type: SimulatedGroup.agentsType, members)
        }
        skills = SimulatedSkill.usual(over: agents, seed: seed)
        self.agents = PagedAgents(agents.ids)
    }

    /// The group with this id.
    package func group(id: String) -> SimulatedGroup? {
        groups.first { $0.id == id }
    }

    /// The group a key means: the key it was made under, its id, or the first with this name.
    package func group(_ key: String) -> SimulatedGroup? {
        index(of: key).map { groups[$0] }
    }

    /// Replaces the group the key means, or makes one.
    ///
    /// A group's id follows from the key it is made under, so that one that was removed comes back
    /// with the same id. Without a name it keeps its own, or is called like the key.
    package mutating func put(_ key: String, name: String?, type: Int, members: [AgentID]) {
        guard let index = index(of: key) else {
            return append(key, name: name ?? key, type: type, members)
        }
        groups[index].name = name ?? groups[index].name
        groups[index].type = type
        groups[index].members = PagedAgents(members)
    }

    /// Removes the group the key means.
    package mutating func remove(_ key: String) {
        if let index = index(of: key) { groups.remove(at: index) }
    }

    /// Takes members of the group the key means out and in.
    package mutating func change(_ key: String, adding: [AgentID], removing: [AgentID]) {
        guard let index = index(of: key) else { return }
        groups[index].members.remove(removing)
        groups[index].members.add(adding)
    }

    /// The ids of the skills the agent is configured for, ascending.
    package func skills(of agent: AgentID) -> [Int] {
        skills.filter { $0.agents.contains(agent) }.map(\.id).sorted()
    }

    /// Shifts an order; one that is gone meanwhile stays gone.
    mutating func apply(_ shift: PageShift) {
        var random = shift.random
        switch shift.order {
        case .skilledAgents: agents.shift(behind: shift.read, &random)
        case .members(let id):
            guard let index = groups.firstIndex(where: { $0.id == id }) else { return }
            groups[index].members.shift(behind: shift.read, &random)
        }
    }

    private mutating func append(_ key: String, name: String, type: Int, _ members: [AgentID]) {
        groups.append(
            SimulatedGroup(id: id(of: key), name: name, type: type, members: PagedAgents(members))
        )
    }

    private func index(of key: String) -> Int? {
        let made = id(of: key)
        return groups.firstIndex { $0.id == made || $0.id == key }
            ?? groups.firstIndex { $0.name == key }
    }

    private func id(of key: String) -> String {
        var random = SeededRandom(seed, UInt64(digesting: key), 51)
        let half: ClosedRange<Int64> = 100_000_000_000_000...999_999_999_999_999
        return "\(random.draw(half))\(random.draw(half))"
    }
}

extension UInt64 {
    /// A number that follows from the text's bytes, the same on every machine (FNV-1a).
    fileprivate init(digesting text: String) {
        self = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { digest, byte in
            (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }
}
