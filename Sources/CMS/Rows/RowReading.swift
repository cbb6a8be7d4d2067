internal import Roster

/// What one element of a row array comes to.
enum RowReading: Hashable {
    /// A row with all that is required.
    case report(AgentReport)
    /// A row that names its agent and is of no other use.
    case unreadable(AgentID)
    /// An element that names no agent we could know.
    case nameless

    /// Whom the element names, if anybody.
    var id: AgentID? {
        switch self {
        case .report(let report): report.id
        case .unreadable(let id): id
        case .nameless: nil
        }
    }
}
