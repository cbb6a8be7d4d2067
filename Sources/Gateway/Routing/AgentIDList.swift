internal import Roster

/// A list of agent ids as clients write it: `1031,1099,2000-2999`.
struct AgentIDList {
    /// The ids: distinct, in the order first named.
    let ids: [AgentID]

    /// Reads a list; the limit counts repeated ids each time, so that it bounds the work as well.
    /// - Throws: the problem with the first item that has one.
    init(parsing text: String, limit: Int) throws(Problem) {
        guard !text.isEmpty else {
            throw Problem(.invalidParameter, "The parameter 'ids' names no agent.")
        }
        var ranges: [ClosedRange<UInt32>] = []
        var count = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let range = try Self.range(part)
            count += range.count
            guard count <= limit else {
                throw Problem(
                    .invalidParameter,
                    "The parameter 'ids' names more than \(limit) agents."
                )
            }
            ranges.append(range)
        }
        ids = Self.distinct(ranges, count: count)
    }

    private static func range(_ part: Substring) throws(Problem) -> ClosedRange<UInt32> {
        do throws(AgentIDError) {
            return try AgentIDItem(parsing: part).range
        } catch {
            throw Problem(error)
        }
    }

    private static func distinct(_ ranges: [ClosedRange<UInt32>], count: Int) -> [AgentID] {
        let isAscending = zip(ranges, ranges.dropFirst())
            .allSatisfy {
                $0.upperBound < $1.lowerBound
            }
        var seen: Set<UInt32> = []
        var ids: [AgentID] = []
        ids.reserveCapacity(count)
        for range in ranges {
            for number in range where isAscending || seen.insert(number).inserted {
                ids.append(AgentID(unchecked: number))
            }
        }
        return ids
    }
}

extension Problem {
    /// What a client is told of a text that is no agent id.
    init(_ error: AgentIDError) {
        switch error {
        case .invalid(let text):
            self.init(.invalidAgentID, "\(Excerpt(text)) is not a plain decimal number.")
        case .outOfRange(let text):
            self.init(
                .agentIDOutOfRange,
                "\(Excerpt(text)) is not allowed; agent ids are \(AgentID.allowedRangesText)."
            )
        case .reversedRange(let text):
            self.init(.invalidParameter, "The range \(Excerpt(text)) ends before it begins.")
        case .empty: self.init(.invalidParameter, "The list names no agent.")
        }
    }
}
