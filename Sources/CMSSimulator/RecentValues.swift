/// The last values of a row, oldest first; what is older is dropped in bulk.
struct RecentValues<Value: Sendable>: Sendable {
    private let limit: Int
    private var kept: [Value] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// The last values, at most as many as the limit.
    var values: [Value] { Array(kept.suffix(limit)) }

    /// Adds one.
    mutating func append(_ value: Value) {
        kept.append(value)
        if kept.count > limit * 2 { kept.removeFirst(kept.count - limit) }
    }
}
