internal import Roster

/// A group as the control path tells it.
struct ToldGroup: Encodable {
    private let id: String
    private let name: String
    private let type: Int
    /// The members in the order told.
    private let agentIds: [UInt32]
    /// The members' names by their work numbers.
    private let names: [String: String]

    init(_ group: SimulatedGroup) {
        id = group.id
        name = group.name
        type = group.type
        agentIds = group.members.present.map(\.number)
        names = Dictionary(
            uniqueKeysWithValues: group.members.present.map {
                ("\($0)", SimulatedPerson($0).name)
            }
        )
    }
}
