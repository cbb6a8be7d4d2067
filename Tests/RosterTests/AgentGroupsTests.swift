import Roster
import Testing

/// The groups of an agent.
@Suite struct AgentGroupsTests {
    private func group(_ name: String, _ members: ClosedRange<UInt32>...) -> Group {
        Group(name: name, source: .file, members: AgentIDSet(ranges: members))
    }

    private func names(_ groups: [Group], of agent: UInt32) -> [String] {
        AgentGroups(groups).groups(of: AgentID(unchecked: agent)).map(\.name)
    }

    @Test func `an agent's groups are all it belongs to, in the order of all groups`() {
        let groups = [
            group("billing", 1_001...1_002, 1_009...1_009), group("night", 1_002...1_009),
            group("empty"), group("sales", 1_002...1_002),
        ]
        #expect(names(groups, of: 1_002) == ["billing", "night", "sales"])
        #expect(names(groups, of: 1_005) == ["night"])
        #expect(names(groups, of: 1_009) == ["billing", "night"])
    }

    @Test func `whoever is in no group has none, wherever the number lies`() {
        let groups = [group("billing", 1_001...1_002), group("night", 1_008...1_009)]
        for agent in [101, 1_000, 1_005, 1_010, AgentID.maximum] {
            #expect(names(groups, of: agent).isEmpty)
        }
    }

    @Test(arguments: [0, 1]) func `where no group has members nobody has one`(_ count: Int) {
        let groups = Array(repeating: group("empty"), count: count)
        #expect(names(groups, of: 1_001).isEmpty)
        #expect(names(groups, of: AgentID.maximum).isEmpty)
    }

    @Test func `they are those that have the agent as a member, for every agent`() {
        let numbers = UInt32(1_001)...1_060
        let groups = (UInt32(1)...40)
            .map { step in
                let members = numbers.filter { $0 % step == 0 }.map { $0...$0 }
                return Group(name: "\(step)", source: .file, members: AgentIDSet(ranges: members))
            }
        let index = AgentGroups(groups)
        for agent in numbers.map({ AgentID(unchecked: $0) }) {
            let expected = groups.filter { $0.members.contains(agent) }
            #expect(index.groups(of: agent) == expected)
        }
    }
}
