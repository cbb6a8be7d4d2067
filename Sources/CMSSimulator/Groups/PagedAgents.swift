package import Roster

/// Agents in the order in which pages tell of them; it can shift while it is read.
package struct PagedAgents: Hashable, Sendable {
    /// The agents there are, in the order told.
    package private(set) var present: [AgentID]
    /// The one who has left in a shift and comes back in a later one.
    private var absent: AgentID?

    /// Creates the order; nobody is in it twice.
    package init(_ agents: [AgentID]) {
        present = agents
    }

    /// Takes agents in behind the others; who is there already keeps the place.
    package mutating func add(_ agents: [AgentID]) {
        var known = Set(present)
        present += agents.filter { known.insert($0).inserted }
        if let absent, known.contains(absent) { self.absent = nil }
    }

    /// Takes agents out, for good.
    package mutating func remove(_ agents: [AgentID]) {
        let leaving = Set(agents)
        present.removeAll(where: leaving.contains)
        if let absent, leaving.contains(absent) { self.absent = nil }
    }

    /// Shifts the order behind the back of a caller who has read the first so many places.
    ///
    /// Either one not read yet moves to the front, or one who has been read leaves, or the one who
    /// has left comes back to the front: the next page repeats the last agent, or skips one.
    mutating func shift(behind read: Int, _ random: inout SeededRandom) {
        if read < present.count, random.chance(0.5) {
            moveToFront(Int(random.draw(Int64(read)...Int64(present.count - 1))))
        } else if let returning = absent {
            present.insert(returning, at: 0)
            absent = nil
        } else if present.count > 1, read > 0 {
            let last = Int64(min(read, present.count) - 1)
            absent = present.remove(at: Int(random.draw(0...last)))
        }
    }

    private mutating func moveToFront(_ place: Int) {
        present.insert(present.remove(at: place), at: 0)
    }
}
