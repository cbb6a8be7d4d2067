internal import BitCollections
internal import Roster

/// A list of agent ids as clients write it: `1031,1099,2000-2999`.
///
/// The limit counts repeated ids each time, so that it bounds the work as well.
struct AgentIDList {
    /// Where the client writes it.
    private let place: WishPlace
    /// The most ids it may name.
    private let limit: Int
    private var ranges: [ClosedRange<UInt32>] = []
    private var count = 0

    /// Creates a list that names nobody yet.
    init(limit: Int, in place: WishPlace) {
        self.limit = limit
        self.place = place
    }

    /// Reads a list from the query.
    /// - Throws: the problem with the first item that has one.
    init(parsing text: String, limit: Int) throws(Problem) {
        self.init(limit: limit, in: .query)
        guard !text.isEmpty else { throw emptiness }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            try add(part, allowsRange: true)
        }
    }

    /// Adds an id, `1031`, or a range of ids where such are allowed, `2000-2999`.
    /// - Throws: the problem with it, or that the list names too many.
    mutating func add(_ item: some StringProtocol, allowsRange: Bool) throws(Problem) {
        let range = try Self.range(item, allowsRange: allowsRange, place)
        count += range.count
        guard count <= limit else {
            throw place.problem("ids", "names more than \(limit) agents.")
        }
        ranges.append(range)
    }

    /// Whether nobody has been named yet.
    var isEmpty: Bool { ranges.isEmpty }

    /// The problem that nobody is named.
    var emptiness: Problem { place.problem("ids", "names no agent.") }

    /// The ids: distinct, in the order first named.
    var ids: [AgentID] {
        let areAscending = zip(ranges, ranges.dropFirst())
            .allSatisfy { $0.upperBound < $1.lowerBound }
        return areAscending ? allNumbers : distinctNumbers
    }

    private var allNumbers: [AgentID] {
        var ids: [AgentID] = []
        ids.reserveCapacity(count)
        for range in ranges { ids.append(contentsOf: range.lazy.map(AgentID.init(unchecked:))) }
        return ids
    }

    /// Counts them first: a list of repetitions takes no more memory than what it names.
    private var distinctNumbers: [AgentID] {
        let lowest = ranges.map(\.lowerBound).min() ?? 0
        let highest = ranges.map(\.upperBound).max() ?? 0
        var named = BitSet(reservingCapacity: Int(highest - lowest) + 1)
        for range in ranges {
            named.formUnion(Int(range.lowerBound - lowest)..<Int(range.upperBound - lowest) + 1)
        }
        var ids: [AgentID] = []
        ids.reserveCapacity(named.count)
        for range in ranges {
            for number in range where named.remove(Int(number - lowest)) != nil {
                ids.append(AgentID(unchecked: number))
            }
        }
        return ids
    }

    private static func range(
        _ item: some StringProtocol,
        allowsRange: Bool,
        _ place: WishPlace
    ) throws(Problem) -> ClosedRange<UInt32> {
        do throws(AgentIDError) {
            guard !allowsRange else { return try AgentIDItem(parsing: item).range }
            let number = try AgentID(parsing: item).number
            return number...number
        } catch {
            throw Problem(error, in: place)
        }
    }
}

extension Problem {
    /// What a client is told of a text that is no agent id.
    init(_ error: AgentIDError, in place: WishPlace = .query) {
        switch error {
        case .invalid(let text):
            self.init(.invalidAgentID, "\(Excerpt(text)) is not a plain decimal number.")
        case .outOfRange(let text):
            self.init(
                .agentIDOutOfRange,
                "\(Excerpt(text)) is not allowed; agent ids are \(AgentID.allowedRangesText)."
            )
        case .reversedRange(let text):
            self = place.problem(
                "ids",
                "holds a range that ends before it begins: \(Excerpt(text))."
            )
        case .empty: self = place.problem("ids", "names no agent.")
        }
    }
}
