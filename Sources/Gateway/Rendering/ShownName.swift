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

    /// Looks an agent's name up where it is shown; one that is missing is shown whole.
    init(of reading: Reading, among names: AgentNames?, _ fields: AgentFields) {
        guard let names else {
            self = .leftOut
            return
        }
        switch reading {
        case .observed(let agent, _) where fields.contains(.name): self.init(names[agent.id])
        case .observed: self = .leftOut
        case .missing(let id, _): self.init(names[id])
        }
    }

    private init(_ name: String?) {
        self = name.map(Self.known) ?? .unknown
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
