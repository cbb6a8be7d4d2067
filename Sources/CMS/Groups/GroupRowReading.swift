/// What a row about groups, skills or their agents comes to.
enum GroupRowReading<Value> {
    /// What it tells.
    case value(Value)
    /// Nothing: its id is a whole number that nobody and nothing we could ask for has.
    case nobody
    /// Nothing that can be read: it may be about any group, skill or agent.
    case unreadable

    /// What it tells, where it tells something.
    var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// Reads on where there is a value.
    func flatMap<Other>(_ read: (Value) -> GroupRowReading<Other>) -> GroupRowReading<Other> {
        switch self {
        case .value(let value): read(value)
        case .nobody: .nobody
        case .unreadable: .unreadable
        }
    }
}
