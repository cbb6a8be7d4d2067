/// The names of a VDN's agents, as far as they are known: personal data.
package struct AgentNames: Hashable, Sendable {
    /// The longest name kept, in bytes of UTF-8; a longer one is cut.
    package static let maximumBytes = 255

    /// By precedence: an agent's name is the one in the first of them that has one.
    ///
    /// They are kept apart so that joining the names of many agents copies none of them.
    private var layers: [[AgentID: String]]

    /// Creates names.
    package init(_ names: [AgentID: String] = [:]) {
        layers = [names.mapValues(Self.bounded)]
    }

    /// Joins names; where an agent has several the first counts.
    package init(joining all: [AgentNames]) {
        layers = all.flatMap(\.layers).filter { !$0.isEmpty }
        if layers.isEmpty { layers = [[:]] }
    }

    /// An agent's name, where it is known; set, it is cut to ``maximumBytes``.
    package subscript(agent: AgentID) -> String? {
        get {
            for layer in layers {
                if let name = layer[agent] { return name }
            }
            return nil
        }
        set {
            for layer in layers.indices.dropFirst() { layers[layer][agent] = nil }
            layers[0][agent] = newValue.map(Self.bounded)
        }
    }

    /// How many agents' names are known.
    package var count: Int { all.count }

    /// The agents whose names are known, and the names.
    package var all: [AgentID: String] {
        layers.dropFirst().reduce(layers[0]) { $0.merging($1) { first, _ in first } }
    }

    /// Forgets the names of all other agents.
    package mutating func keep(only agents: Set<AgentID>) { keep(where: agents.contains) }

    /// Forgets the names of all agents but those that are wanted.
    package mutating func keep(where isWanted: (AgentID) -> Bool) {
        layers = layers.map { $0.filter { isWanted($0.key) } }
    }

    private static func bounded(_ name: String) -> String { name.cut(toBytes: maximumBytes) }
}
