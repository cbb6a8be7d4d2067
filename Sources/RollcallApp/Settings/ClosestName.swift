/// Finds the name somebody may have meant.
package enum ClosestName {
    /// The known name nearest to the mistyped one, if few enough letters differ; case is ignored.
    package static func of(_ mistyped: String, among known: [String]) -> String? {
        let wanted = Array(mistyped.lowercased().utf8)
        let limit = max(1, min(3, wanted.count / 3))
        let ranked = known.map { name in
            (name: name, distance: distance(wanted, Array(name.lowercased().utf8)))
        }
        guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit
        else { return nil }
        return best.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two texts.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var earlier: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let same = left[row] == right[column]
                var cost = min(previous[column] + (same ? 0 : 1), previous[column + 1] + 1)
                cost = min(cost, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, earlier[column - 1] + 1)
                }
                current.append(cost)
            }
            (earlier, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
