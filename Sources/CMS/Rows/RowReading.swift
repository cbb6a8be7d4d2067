internal import Roster

/// What one element of a row array comes to.
enum RowReading: Hashable {
    /// A row with all that is required.
    case report(AgentReport)
    /// A row that names its agent and is of no other use.
    case unreadable(AgentID)
    /// A row whose id is a number that no agent we could ask for has: it tells of somebody else.
    case nobody
    /// An element of which it cannot be read whom it names: it may be anybody.
    case unreadableName

    /// Whom the element names, if anybody.
    var id: AgentID? {
        switch self {
        case .report(let report): report.id
        case .unreadable(let id): id
        case .nobody, .unreadableName: nil
        }
    }
}
