internal import CMSSimulator
internal import Roster
internal import Testing

/// What the demo shows.
struct DemoRosterTests {
    @Test func `there are 20,000 agents in 40 groups of 500 that do not overlap`() {
        #expect(DemoRoster.groups.count == 40)
        #expect(Set(DemoRoster.groups.map(\.name)).count == 40)
        #expect(DemoRoster.groups.allSatisfy { $0.ids.count == 500 && $0.source == .file })
        #expect(DemoRoster.agents.count == 20_000)
    }

    @Test func `all ids may be used and billing holds the agent of the examples`() throws {
        let numbers = DemoRoster.agents.ids.map(\.number)
        #expect(numbers.allSatisfy { (101...59_999).contains($0) })
        let billing = try #require(DemoRoster.groups.first { $0.name == "billing" })
        #expect(billing.members.contains(AgentID(unchecked: 1_031)))
    }

    @Test func `the simulated CMS tells of the same groups, five full pages each, and of skills`() {
        let told = DemoRoster.simulatedGroups(seed: 1)
        #expect(told.groups.map(\.name) == DemoRoster.names)
        for (group, demo) in zip(told.groups, DemoRoster.groups) {
            #expect(group.members.present.count == 500)
            #expect(AgentIDSet(group.members.present) == demo.members)
        }
        #expect(told.skills.count == 8)
        #expect(told.agents.present == DemoRoster.agents.ids)
    }

    @Test func `some names have to be percent-encoded`() {
        let odd = DemoRoster.names.filter { $0.contains(" ") || !$0.utf8.allSatisfy { $0 < 128 } }
        #expect(odd.contains("Kundendienst Süd"))
    }
}
