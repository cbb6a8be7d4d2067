internal import Roster

/// One row about a group, a skill or an agent: its fields under the vendor's names.
struct GroupRow {
    /// What stands in a field.
    enum Value {
        case text(String)
        case number(Int)
        case numbers([Int])
    }

    /// The fields; they are sent in any order.
    let fields: [(name: String, value: Value)]
}

/// The rows as the contract's section 3 shows them.
extension GroupRow {
    /// A user group.
    init(_ group: SimulatedGroup) {
        fields = [
            ("groupName", .text(group.name)), ("groupType", .number(group.type)),
            ("id", .text(group.id)), ("remark", .text("")),
        ]
    }

    /// A member of a user group.
    init(member agent: AgentID, of group: SimulatedGroup) {
        let person = SimulatedPerson(agent)
        // The row's own id, 30 digits as a group's: both name the membership.
        let id = group.id.prefix(24) + String(1_000_000 + agent.number).suffix(6)
        fields = [
            ("workNo", .number(Int(agent.number))), ("accountCode", .text(person.accountCode)),
            ("groupName", .text(group.name)), ("accountName", .text(person.name)),
            ("ccRoleId", .number(person.role)), ("id", .text(String(id))),
        ]
    }

    /// A skill.
    init(_ skill: SimulatedSkill) {
        fields = [
            ("id", .number(skill.id)), ("name", .text(skill.name)),
            ("mediaType", .number(skill.mediaType)),
        ]
    }

    /// An agent with the skills it is configured for.
    init(_ agent: AgentID, skills: [Int]) {
        let person = SimulatedPerson(agent)
        fields = [
            ("agentNo", .text("\(agent)")), ("agentName", .text(person.name)),
            ("roleId", .text("\(person.role)")),
            ("skillId", .text(skills.map(String.init).joined(separator: ";"))),
        ]
    }

    /// The agents signed in to a skill.
    init(skill: Int, signedIn agents: [AgentID]) {
        fields = [
            ("skillId", .number(skill)), ("agentIds", .numbers(agents.map { Int($0.number) })),
        ]
    }
}
