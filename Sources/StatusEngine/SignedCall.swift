/// A kind of call, as far as its signature goes.
enum SignedCall: Hashable, Sendable {
    /// One about agents.
    case agents
    /// One about groups.
    case groups(GroupCallKind)

    /// Whether it has a body; one that has none is signed otherwise (contract section 2).
    var hasBody: Bool {
        switch self {
        case .agents: true
        case .groups(let kind): kind.hasBody
        }
    }
}
