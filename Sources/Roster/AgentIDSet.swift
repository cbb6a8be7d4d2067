/// A set of agent ids, kept as ascending ranges that neither overlap nor touch.
package struct AgentIDSet: Hashable, Sendable {
    /// The ranges, ascending.
    package private(set) var ranges: [ClosedRange<UInt32>]
    /// How many ids the set holds.
    package let count: Int

    /// Creates the set of all ids in the given ranges, which may overlap and come in any order.
    package init(ranges unordered: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                let upper = max(last.upperBound, range.upperBound)
                merged[merged.count - 1] = last.lowerBound...upper
            } else {
                merged.append(range)
            }
        }
        ranges = merged
        count = merged.reduce(0) { $0 + $1.count }
    }

    /// Creates the set of the given ids.
    package init(_ ids: some Sequence<AgentID>) {
        self.init(ranges: ids.map { $0.number...$0.number })
    }

    /// Whether the id is in the set, by binary search.
    package func contains(_ id: AgentID) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < id.number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(id.number)
    }

    /// Every id, ascending.
    package var ids: [AgentID] {
        var all: [AgentID] = []
        all.reserveCapacity(count)
        for range in ranges {
            for number in range { all.append(AgentID(unchecked: number)) }
        }
        return all
    }

    /// The ranges as text, `"1031"` or `"2000-2999"`, ascending.
    package var texts: [String] {
        ranges.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }
    }
}

/// One item of a list of ids as people write it: `1031` or `2000-2999`.
package struct AgentIDItem: Hashable, Sendable {
    /// The ids meant, both ends included.
    package let range: ClosedRange<UInt32>

    /// Reads one item.
    /// - Throws: `AgentIDError` when an end is not an id, the ends are reversed, or the range
    ///   reaches over numbers that are no agent ids.
    package init(parsing text: some StringProtocol) throws(AgentIDError) {
        guard let dash = text.firstIndex(of: "-") else {
            let number = try AgentID(parsing: text).number
            range = number...number
            return
        }
        let first = try AgentID(parsing: text[..<dash])
        let last = try AgentID(parsing: text[text.index(after: dash)...])
        guard first <= last else { throw .reversedRange(String(text)) }
        let numbers = first.number...last.number
        guard
            AgentID.allowedRanges.contains(where: {
                $0.contains(numbers.upperBound) && $0.contains(numbers.lowerBound)
            })
        else { throw .outOfRange(String(text)) }
        range = numbers
    }
}
