/// The call a path under `/rest/` belongs to.
enum SimulatorRoute: Hashable, Sendable {
    /// The batch call (contract section 1).
    case batch
    /// The ping (contract section 2).
    case ping
    /// A call about groups (contract section 3).
    case groups(GroupCallKind)

    init?(path: String) {
        switch path {
        case SimulatorBehavior.batchPath: self = .batch
        case SimulatorBehavior.pingPath: self = .ping
        default:
            guard let call = GroupCallKind(path: path) else { return nil }
            self = .groups(call)
        }
    }

    /// The only method there is.
    var method: String {
        if case .groups(let call) = self { call.method } else { "POST" }
    }
}
