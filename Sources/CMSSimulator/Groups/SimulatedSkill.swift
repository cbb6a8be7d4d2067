package import Roster

/// A skill of the simulated CMS and the agents configured for it (contract section 3).
package struct SimulatedSkill: Hashable, Sendable {
    /// Agents with neighbouring numbers sit together and have the same skills: so many of them.
    private static let neighbours = 25

    /// The id.
    package let id: Int
    /// The name; several may have one name.
    package let name: String
    /// The kind of contact, in numbers of our own: the contract lists none.
    package let mediaType: Int
    /// The agents configured for it.
    package var agents: AgentIDSet

    /// Creates a skill.
    package init(id: Int, name: String, mediaType: Int, agents: AgentIDSet) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.agents = agents
    }

    /// Eight skills over the agents: each agent has one to three of them.
    package static func usual(over agents: AgentIDSet, seed: UInt64) -> [SimulatedSkill] {
        let kinds: [(id: Int, name: String, mediaType: Int)] = [
            (1, "voice", 5), (2, "chat", 1), (3, "email", 7), (5, "callback", 5), (8, "video", 8),
            (10, "messaging", 1), (13, "premium", 5), (21, "technical help", 5),
        ]
        var ranges = Array(repeating: [ClosedRange<UInt32>](), count: kinds.count)
        for range in agents.ranges {
            for first in stride(from: range.lowerBound, through: range.upperBound, by: neighbours) {
                let together = first...min(first + UInt32(neighbours) - 1, range.upperBound)
                for place in places(first, seed, of: kinds.count) { ranges[place].append(together) }
            }
        }
        return zip(kinds, ranges)
            .map { kind, ranges in
                SimulatedSkill(
                    id: kind.id,
                    name: kind.name,
                    mediaType: kind.mediaType,
                    agents: AgentIDSet(ranges: ranges)
                )
            }
    }

    /// Which of the skills agents sitting together have.
    private static func places(_ first: UInt32, _ seed: UInt64, of count: Int) -> Set<Int> {
        var random = SeededRandom(seed, UInt64(first), 52)
        let wanted = random.draw(1...3)
        return Set((0..<wanted).map { _ in Int(random.draw(0...Int64(count - 1))) })
    }
}
