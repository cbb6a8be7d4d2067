/// Which members of agents are written; `id` always is.
struct AgentFields: Hashable, Sendable {
    /// All there are.
    static let all = AgentFields(AgentField.allCases)

    /// A bit a field: looked at for each member of each agent.
    private let bits: UInt32

    /// Chooses fields.
    init(_ fields: some Sequence<AgentField>) {
        bits = fields.reduce(Self.bit(.id)) { $0 | Self.bit($1) }
    }

    /// Whether a field is written.
    func contains(_ field: AgentField) -> Bool {
        bits & Self.bit(field) != 0
    }

    private static func bit(_ field: AgentField) -> UInt32 {
        switch field {
        case .id: 1 << 0
        case .state: 1 << 1
        case .stateCode: 1 << 2
        case .stateSince: 1 << 3
        case .reasonCode: 1 << 4
        case .previousState: 1 << 5
        case .previousStateSeconds: 1 << 6
        case .signedInAt: 1 << 7
        case .releasedCalls: 1 << 8
        case .privateCalls: 1 << 9
        case .locationId: 1 << 10
        case .observedAt: 1 << 11
        case .freshness: 1 << 12
        case .staleReason: 1 << 13
        case .name: 1 << 14
        case .groups: 1 << 15
        }
    }
}
