package import Roster

/// The agents and groups of the demo: 20,000 agents in 40 groups of 500.
package enum DemoRoster {
    /// The groups' names; two of them have to be percent-encoded in a path.
    package static let names = [
        "billing", "sales", "support", "retention", "onboarding", "collections", "claims",
        "complaints", "returns", "shipping", "orders", "refunds", "loyalty", "renewals", "upgrades",
        "cancellations", "activations", "porting", "roaming", "broadband", "mobile", "television",
        "devices", "repairs", "installations", "appointments", "outages", "network", "security",
        "fraud", "payments", "credit", "business", "partners", "wholesale", "outbound", "surveys",
        "night shift", "Kundendienst Süd", "service-français",
    ]
    /// How many agents each group has.
    package static let groupSize: UInt32 = 500

    /// The groups: the first has the ids 1000-1499, the second 2000-2499, and so on.
    package static let groups: [Group] = names.enumerated()
        .map { index, name in
            let first = UInt32(index + 1) * 1_000
            let members = AgentIDSet(ranges: [first...first + groupSize - 1])
            return Group(name: name, source: .file, members: members)
        }

    /// What the simulated CMS tells of: the same groups, and skills over their agents.
    package static func simulatedGroups(seed: UInt64) -> SimulatedGroups {
        SimulatedGroups(
            seed: seed,
            groups: groups.map { (name: $0.name, members: $0.ids) },
            agents: agents
        )
    }

    /// All their agents.
    package static let agents = AgentIDSet(ranges: groups.flatMap(\.members.ranges))
}
