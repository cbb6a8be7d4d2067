internal import Roster

/// What of the agents asked about is shown, and how.
///
/// All agents asked about are looked up whatever is shown of them, and what a list counts it counts
/// over all of them.
struct ListOptions: Hashable, Sendable {
    /// Every agent, whole, as JSON.
    static let standard = ListOptions()

    /// Only agents in these states; all, where nothing is chosen.
    var states: Set<AgentState>?
    /// Which members of an agent.
    var fields = AgentFields.all
    /// Only agents whose state began later.
    var changedSince: Timestamp?
    /// How the list is written.
    var format = ListFormat.json

    /// Whether an agent is shown.
    ///
    /// One without an observation is in no state and has changed at no time known: it is shown
    /// where nothing is chosen. One whose state began at no time known may have changed, and is shown.
    func shows(_ reading: Reading) -> Bool {
        guard case .observed(let agent, _) = reading else {
            return states == nil && changedSince == nil
        }
        if let states, !states.contains(agent.report.state) { return false }
        if let changedSince, let began = agent.stateSince, began <= changedSince { return false }
        return true
    }
}
