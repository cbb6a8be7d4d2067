internal import Roster

/// The reading of a list that comes in pages and may change meanwhile (contract section 3).
///
/// Each page begins with the last row of the one before: where it does not, rows have moved, and the
/// reading begins again. Rows that come twice, and a total that changes or does not fit, tell the
/// same. A page with free places is the end, unless fewer agents have come than were known before:
/// then two more looks must show that nothing follows.
struct PagedReading: Sendable {
    /// What a page led to.
    enum Progress: Hashable, Sendable {
        /// More is to be read, from ``PagedReading/offset`` on.
        case unfinished
        /// All has been read.
        case whole
        /// The rows shifted each time the list was read; whoever was met is all there is.
        case unsettled
    }

    /// How often a list is read, the last time taken as it comes.
    static let attempts = 3
    /// How often the end of a list that has become shorter is looked at once more.
    static let confirmations = 2

    /// Whoever has been read, each once, in the order sent.
    private(set) var members: [GroupPage.Member] = []
    /// Where the next page begins.
    private(set) var offset = 0
    /// How often the reading has begun again.
    private(set) var restarts = 0
    /// How many rows could not be read: each may be about anybody.
    private(set) var unreadable = 0

    private let expected: Int
    private var known: Set<AgentID> = []
    /// The last row read, which the next page repeats; none before the first.
    private var overlap: ArraySlice<GroupPage.Member?> = []
    private var total: Int?
    /// How often in a row nothing followed the last row; nothing while that has not been asked.
    private var confirmations: Int?
    private var hasShifted = false

    /// Begins.
    /// - Parameter expected: how many were known before; where fewer come, their end is confirmed.
    init(expecting expected: Int) {
        self.expected = expected
    }

    /// Takes the page at ``offset`` in.
    mutating func take(
        _ page: [GroupPage.Member?],
        total: Int? = nil,
        unreadable: Int = 0
    ) -> Progress {
        let isFull = page.count == GroupQuery.pageLimit
        let before = members.count
        var fits = overlap.isEmpty || continues(with: page)
        fits = add(page.dropFirst(fits ? overlap.count : 0)) && fits
        fits = isRight(total, rows: offset + page.count, isEnd: !isFull) && fits
        guard fits || restarts + 1 == Self.attempts else {
            beginAgain()
            return .unfinished
        }
        hasShifted = hasShifted || !fits
        self.unreadable += unreadable
        // A list taken as it comes ends where it brings nobody new.
        if !isFull || members.count == before, let end = end(with: page) { return end }
        offset += max(0, page.count - 1)
        overlap = page.suffix(1)
        return .unfinished
    }

    /// Whether a page begins with the last row read.
    private func continues(with page: [GroupPage.Member?]) -> Bool {
        guard let first = page.first, let last = overlap.first else { return false }
        return first?.agent == last?.agent
    }

    /// What the last page makes of the reading; nothing where its end is to be confirmed.
    private mutating func end(with page: [GroupPage.Member?]) -> Progress? {
        if hasShifted { return .unsettled }
        if total != nil || members.count + unreadable >= expected { return .whole }
        let isEnd = confirmations != nil && page.count == overlap.count
        confirmations = isEnd ? (confirmations ?? 0) + 1 : 0
        return confirmations == Self.confirmations ? .whole : nil
    }

    /// Adds rows that follow those read before.
    /// - Returns: whether they bring somebody new, if there are any, and nobody a second time.
    private mutating func add(_ rows: ArraySlice<GroupPage.Member?>) -> Bool {
        let met = rows.compactMap(\.self)
        let isNew = !met.contains { known.contains($0.agent) }
        let count = members.count
        for member in met where known.insert(member.agent).inserted { members.append(member) }
        return isNew && (rows.isEmpty || members.count > count)
    }

    /// Whether a total, where there is one, stays as it was and is how many rows there are.
    private mutating func isRight(_ total: Int?, rows: Int, isEnd: Bool) -> Bool {
        defer { self.total = total }
        if let before = self.total, before != total { return false }
        guard let total, isEnd else { return true }
        return total == rows
    }

    private mutating func beginAgain() {
        let restarts = restarts + 1
        self = PagedReading(expecting: expected)
        self.restarts = restarts
    }
}
