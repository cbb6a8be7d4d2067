internal import Roster

/// All groups and skills as the control path tells them.
struct ToldGroups: Encodable {
    private struct Group: Encodable {
        let id: String
        let name: String
        let type: Int
        let size: Int
    }

    private struct Skill: Encodable {
        let id: Int
        let name: String
        let mediaType: Int
        /// How many agents are configured for it.
        let size: Int
    }

    private let groups: [Group]
    private let skills: [Skill]

    init(_ told: SimulatedGroups) {
        groups = told.groups.map {
            Group(id: $0.id, name: $0.name, type: $0.type, size: $0.members.present.count)
        }
        skills = told.skills.map {
            Skill(id: $0.id, name: $0.name, mediaType: $0.mediaType, size: $0.agents.count)
        }
    }
}
