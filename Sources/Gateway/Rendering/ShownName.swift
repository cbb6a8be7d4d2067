internal import Roster

/// What an answer says of an agent's name, behind its id.
enum ShownName: Hashable, Sendable {
    /// Nothing: names are not kept, or not wanted.
    case leftOut
    /// That it is not known.
    case unknown
    /// The name.
    case known(String)

    /// About what a name takes beside its agent, in bytes.
    static let capacity = 32

    /// Looks the name of an agent that was observed up, where it is wanted.
    init(of id: AgentID, among names: AgentNames?, _ fields: AgentFields) {
        self = fields.contains(.name) ? Self.found(id, among: names) : .leftOut
    }

    /// Looks the name up that stands with a reading; an agent that is missing is shown whole.
    init(of reading: Reading, among names: AgentNames?, _ fields: AgentFields) {
        switch reading {
        case .observed(let agent, _): self.init(of: agent.id, among: names, fields)
        case .missing(let id, _): self = Self.found(id, among: names)
        }
    }

    private static func found(_ id: AgentID, among names: AgentNames?) -> ShownName {
        guard let names else { return .leftOut }
        return names[id].map(Self.known) ?? .unknown
    }

    /// What it takes at most, in bytes.
    var longest: Int {
        switch self {
        case .leftOut: 0
        case .unknown: 12
        case .known(let name): 8 + ByteWriter.room(for: name)
        }
    }
}

extension ByteWriter {
    /// Writes an agent's name, where it is shown.
    @inline(__always)
    mutating func name(_ name: ShownName) {
        switch name {
        case .leftOut: break
        case .unknown: raw(",\"name\":null")
        case .known(let name):
            raw(",\"name\":")
            string(name)
        }
    }
}
