internal import Roster
internal import StatusEngine

/// The groups the simulated CMS has, which come, go and change while they are read.
struct SimulatedGroupList {
    /// A group and whoever has been in it.
    struct SimulatedGroup {
        let id: String
        /// In the order in which pages tell of them.
        var members: [AgentID]
        /// Who was in it from when on, oldest first.
        var history: [(at: Instant, members: Set<AgentID>)]
    }

    private(set) var groups: [SimulatedGroup] = []
    /// Skills do not change; an agent has those its number is divisible by.
    let skills = [2, 3]
    /// All agents there are, in order.
    let agents: [AgentID]
    private var nextID = 1

    init(groups count: Int, _ random: inout SplitMix64) {
        agents = (0..<UInt32(Int.random(in: 0...250, using: &random)))
            .map { AgentID(unchecked: 101 + $0) }
        for _ in 0..<count { add(&random, at: Instant(nanoseconds: .min)) }
    }

    /// Who belongs to a skill.
    func agents(of skill: Int) -> [AgentID] { agents.filter { Int($0.number) % skill == 0 } }

    /// The group of an id, if there is one still.
    func group(_ id: String) -> SimulatedGroup? { groups.first { $0.id == id } }

    /// Lets something happen to the groups.
    mutating func change(_ random: inout SplitMix64, at now: Instant) {
        guard let place = groups.indices.randomElement(using: &random) else {
            return add(&random, at: now)
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: add(&random, at: now)
        case 1: groups.remove(at: place)
        case 2..<8:
            let members = groups[place].members
            guard let index = members.indices.randomElement(using: &random) else { return }
            groups[place].members.remove(at: index)
        case 8..<14: join(place, at: 0, &random)
        default: join(place, at: groups[place].members.count, &random)
        }
        for place in groups.indices {
            let members = Set(groups[place].members)
            guard groups[place].history.last?.members != members else { continue }
            groups[place].history.append((now, members))
        }
    }

    private mutating func join(_ place: Int, at index: Int, _ random: inout SplitMix64) {
        let agent = AgentID(unchecked: UInt32.random(in: 101...2_000, using: &random))
        guard !groups[place].members.contains(agent) else { return }
        groups[place].members.insert(agent, at: index)
    }

    private mutating func add(_ random: inout SplitMix64, at now: Instant) {
        let count = [0, 3, 99, 100, 101, 230].randomElement(using: &random) ?? 0
        let members = (0..<UInt32(count)).map { AgentID(unchecked: 101 + $0) }
        let history = [(at: now, members: Set(members))]
        groups.append(SimulatedGroup(id: "\(nextID)", members: members, history: history))
        nextID += 1
    }
}

extension SimulatedGroupList.SimulatedGroup {
    /// Who was in it all the time, and who at any time, from one instant to another.
    func members(from start: Instant, to end: Instant) -> (always: Set<AgentID>, ever: Set<AgentID>)
    {
        let before = history.last { $0.at <= start }
        let during = history.filter { $0.at > start && $0.at <= end }
        let versions = ([before].compactMap(\.self) + during).map(\.members)
        let always = versions.dropFirst().reduce(versions.first ?? []) { $0.intersection($1) }
        return (always, versions.reduce([]) { $0.union($1) })
    }
}

extension SimulatedGroupList {
    /// What a page tells now, where nothing goes wrong.
    func page(_ query: GroupQuery) -> GroupCallOutcome {
        switch query {
        case .userGroups:
            .success(.userGroups(groups.map { .init(id: $0.id, name: "group", type: 2) }))
        case .userGroupMembers(let id, let offset):
            group(id).map { .success(.userGroupMembers(rows($0.members, offset))) }
                ?? .failure(CallFailure(.illegalParameter))
        case .skills: .success(.skills(skills.map { .init(id: $0, name: "skill \($0)") }))
        case .skilledAgents(let offset):
            .success(.skilledAgents(rows(agents, offset), total: agents.count))
        case .signedInAgents(let asked):
            .success(
                .signedInAgents(
                    Dictionary(uniqueKeysWithValues: asked.map { ($0, agents(of: $0)) })
                )
            )
        }
    }

    private func rows(_ agents: [AgentID], _ offset: Int) -> [GroupPage.Member?] {
        agents.dropFirst(offset).prefix(GroupQuery.pageLimit)
            .map { agent in
                let skills = skills.filter { Int(agent.number) % $0 == 0 }
                return GroupPage.Member(agent: agent, name: nil, skills: skills)
            }
    }
}
