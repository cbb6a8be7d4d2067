internal import CMSSimulator
internal import Roster
internal import Testing

/// How rosters of groups, skills and people are made.
struct SimulatedGroupsTests {
    private func numbers(_ group: SimulatedGroup?) throws -> [UInt32] {
        try #require(group).members.present.map(\.number).sorted()
    }

    @Test func `agents are cut into as many groups as it takes`() throws {
        let agents = AgentIDSet(ranges: [1_000...1_249])
        let groups = SimulatedGroups(cutting: agents, into: nil, of: 100, seed: 7)
        #expect(groups.groups.map(\.name) == ["group-1", "group-2", "group-3"])
        #expect(try numbers(groups.group("group-1")) == Array(1_000..<1_100))
        #expect(try numbers(groups.group("group-3")) == Array(1_200..<1_250))
        #expect(groups.agents.present == agents.ids)
    }

    @Test func `a number of groups can be had from any number of agents`() throws {
        let agents = AgentIDSet(ranges: [1_000...1_249])
        let groups = SimulatedGroups(cutting: agents, into: 400, of: 150, seed: 7)
        #expect(groups.groups.count == 400)
        #expect(groups.groups.allSatisfy { $0.members.present.count == 150 })
        #expect(Set(groups.groups.map(\.id)).count == 400)
        #expect(try numbers(groups.group("group-2")) == Array(1_000..<1_050) + (1_150..<1_250))
        let none = SimulatedGroups(cutting: agents, into: 0, of: 150, seed: 7)
        #expect(none.groups.isEmpty)
        let nobody = SimulatedGroups(cutting: AgentIDSet(ranges: []), into: 3, of: 1, seed: 7)
        #expect(nobody.groups.isEmpty)
    }

    @Test func `a group's id follows from seed and name alone`() {
        func id(seed: UInt64, size: Int) -> String? {
            SimulatedGroups(
                cutting: AgentIDSet(ranges: [1_000...1_249]),
                into: nil,
                of: size,
                seed: seed
            )
            .group("group-2")?
            .id
        }
        #expect(id(seed: 7, size: 100) == id(seed: 7, size: 50))
        #expect(id(seed: 7, size: 100) != id(seed: 8, size: 100))
    }

    @Test func `every agent has one to three skills and neighbours have the same`() {
        let agents = AgentIDSet(ranges: [1_000...2_999, 70_000...70_009])
        let groups = SimulatedGroups(cutting: agents, into: nil, of: 500, seed: 7)
        let skills = agents.ids.map(groups.skills)
        #expect(Set(skills.map(\.count)) == [1, 2, 3])
        #expect(groups.skills.allSatisfy { 100 < $0.agents.count && $0.agents.count < 1_000 })
        #expect(Set(skills[0..<25]).count == 1)
        #expect(Set(skills).count > 20)
    }

    @Test func `people have plausible names that follow from their numbers`() throws {
        let people = (1_000..<3_000).map { SimulatedPerson(AgentID(unchecked: $0)) }
        let names = Set(people.map(\.name))
        #expect(names.count > 1_000)
        #expect(names.allSatisfy { $0.contains(" ") && $0.utf8.count < 40 })
        #expect(names.contains { !$0.utf8.allSatisfy { $0 < 128 } })
        #expect(Set(people.map(\.accountCode)).count == 2_000)
        #expect((50...150).contains(people.count { $0.role == 3 }))
        #expect(people[31] == SimulatedPerson(try #require(AgentID(1_031))))
    }
}
