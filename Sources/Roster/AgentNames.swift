/// The names of a VDN's agents, as far as they are known: personal data.
package struct AgentNames: Hashable, Sendable {
    /// The longest name kept, in bytes of UTF-8; a longer one is cut.
    package static let maximumBytes = 255

    private var names: [AgentID: String]

    /// Creates names.
    package init(_ names: [AgentID: String] = [:]) {
        self.names = names.mapValues(Self.bounded)
    }

    /// An agent's name, where it is known; set, it is cut to ``maximumBytes``.
    package subscript(agent: AgentID) -> String? {
        get { names[agent] }
        set { names[agent] = newValue.map(Self.bounded) }
    }

    /// How many agents' names are known.
    package var count: Int { names.count }

    /// The agents whose names are known, and the names; in no order.
    package var all: some Sequence<(key: AgentID, value: String)> { names }

    private static func bounded(_ name: String) -> String {
        guard name.utf8.count > maximumBytes else { return name }
        var kept = Substring(name)
        while kept.utf8.count > maximumBytes { kept = kept.dropLast() }
        return String(kept)
    }
}
