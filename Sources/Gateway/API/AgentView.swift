internal import Roster

/// What of a single agent is shown.
struct AgentView: Sendable {
    /// Which members.
    var fields = AgentFields.all
    /// The names of its VDN's agents; nothing where none are kept.
    var names: AgentNames?
    /// The names of its groups, where they are shown.
    var groups: [String]?
}
