/// A user group of the simulated CMS (contract section 3).
package struct SimulatedGroup: Hashable, Sendable {
    /// The type of a group of agents.
    package static let agentsType = 2
    /// The type of a group of quality checkers.
    package static let checkersType = 3

    /// The id: 30 decimal digits.
    package let id: String
    /// The name; several may have one name.
    package var name: String
    /// Whom it groups: `agentsType` or `checkersType`.
    package var type: Int
    /// Its members in the order told.
    package var members: PagedAgents

    /// Creates a group.
    package init(id: String, name: String, type: Int, members: PagedAgents) {
        self.id = id
        self.name = name
        self.type = type
        self.members = members
    }
}
