internal import Foundation
internal import Roster

/// A JSON object sent to the control path, and everything that is wrong with it.
struct ControlBody {
    private let members: [String: JSONValue]
    /// What is wrong, one sentence each, beginning with the member it is about.
    private(set) var problems: [String]

    /// Reads a body, or nothing when it is no JSON object.
    init?(_ json: [UInt8], known: Set<String>) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json)),
            case .object(let members) = value
        else { return nil }
        self.members = members
        problems = members.keys.filter { !known.contains($0) }.sorted()
            .map { "\($0): there is no such member" }
    }

    /// A list of agents, each once; none where it is not given and need not be.
    mutating func agents(_ name: String, isRequired: Bool = false) -> [AgentID] {
        guard members[name] != nil || isRequired else { return [] }
        guard case .list(let values) = members[name] else { return complain(name) }
        let agents = values.compactMap { $0.whole.flatMap { AgentID($0) } }
        guard agents.count == values.count, Set(agents).count == agents.count else {
            return complain(name)
        }
        return agents
    }

    /// One of some numbers, where it is given.
    mutating func choice(_ name: String, of numbers: [Int]) -> Int? {
        guard let value = members[name] else { return nil }
        if let number = value.whole.flatMap(Int.init(exactly:)), numbers.contains(number) {
            return number
        }
        problems.append("\(name): must be \(numbers.map(String.init).joined(separator: " or "))")
        return nil
    }

    /// A text that is not empty, where it is given.
    mutating func text(_ name: String) -> String? {
        guard let value = members[name] else { return nil }
        if case .text(let text) = value, !text.isEmpty { return text }
        problems.append("\(name): must be a text that is not empty")
        return nil
    }

    private mutating func complain(_ name: String) -> [AgentID] {
        problems.append("\(name): must be a list of ids, \(AgentID.allowedRangesText), each once")
        return []
    }
}
