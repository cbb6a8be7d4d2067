internal import Roster

/// One row about groups, skills or their agents; what of it cannot be used is counted when it is
/// asked for.
struct GroupRow {
    /// The longest id of a group that is believed, in digits; the contract's sample has 30.
    static let maximumDigits = 64

    private var values: [GroupField: FieldValue] = [:]

    /// A field's value as it was sent; nothing where it is absent or null.
    subscript(field: GroupField) -> FieldValue? {
        get { values[field] }
        set { values[field] = newValue }
    }

    /// A text; where a whole number was sent instead, its digits.
    func text(_ field: GroupField, counting counts: inout AnomalyCounts) -> String? {
        switch values[field] {
        case .text(let text): return text
        case .number(.notWhole, _): counts.count(.numberNotWhole)
        case .number(_, let digits):
            counts.count(.textAsNumber)
            return digits
        case .agents, .other: counts.count(.wrongType)
        case nil: counts.count(.missingField)
        }
        return nil
    }

    /// A whole number that is not negative; one written as a string is used as well.
    func number(_ field: GroupField, counting counts: inout AnomalyCounts) -> Int? {
        switch values[field] {
        case .number(let number, _): return counts.natural(number)
        case .text(let text):
            guard let number = JSONNumber(Array(text.utf8)) else { break }
            counts.count(.numberAsString)
            return counts.natural(number)
        case .agents, .other: break
        case nil:
            counts.count(.missingField)
            return nil
        }
        counts.count(.wrongType)
        return nil
    }

    /// A name: a text without control characters.
    func name(_ field: GroupField, counting counts: inout AnomalyCounts) -> String? {
        text(field, counting: &counts)
            .map { text in
                let kept = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
                return String(String.UnicodeScalarView(kept))
            }
    }

    /// A group's id.
    func groupID(counting counts: inout AnomalyCounts) -> String? {
        guard let id = text(.id, counting: &counts) else { return nil }
        guard (1...Self.maximumDigits).contains(id.utf8.count), id.utf8.allSatisfy(\.isDigit) else {
            counts.count(.wrongType)
            return nil
        }
        return id
    }

    /// The agent a number names.
    func agent(numbered field: GroupField, counting counts: inout AnomalyCounts) -> AgentID? {
        guard let number = number(field, counting: &counts) else {
            counts.count(.rowWithoutID)
            return nil
        }
        return counts.agent(number)
    }

    /// The agent a text names.
    func agent(written field: GroupField, counting counts: inout AnomalyCounts) -> AgentID? {
        guard let text = text(field, counting: &counts) else {
            counts.count(.rowWithoutID)
            return nil
        }
        guard let number = JSONNumber(Array(text.utf8)) else {
            counts.count(.wrongType)
            counts.count(.rowWithoutID)
            return nil
        }
        return counts.natural(number).flatMap { counts.agent($0) }
    }

    /// An agent's skills, each once; parts of the text that are no ids are counted and dropped.
    func skills(counting counts: inout AnomalyCounts) -> [Int] {
        guard let text = text(.skillId, counting: &counts) else { return [] }
        var skills: [Int] = []
        var known: Set<Int> = []
        var rest = Substring(text).utf8
        while !rest.isEmpty {
            let part = rest.prefix { $0 != UInt8(ascii: ";") }
            rest = rest[part.endIndex...].dropFirst()
            let digits = part.drop(while: \.isBlank).prefix { !$0.isBlank }
            guard let first = digits.first else { continue }
            let isAlone = part[digits.endIndex...].allSatisfy(\.isBlank)
            guard isAlone, first.isDigit, let skill = Int(Substring(digits)) else {
                counts.count(.wrongType)
                continue
            }
            if known.insert(skill).inserted { skills.append(skill) }
        }
        return skills
    }

    /// The agents of a row about a skill; none where the field is absent, nothing where it is no
    /// array.
    func agents(counting counts: inout AnomalyCounts) -> [AgentID]? {
        switch values[.agentIds] {
        case .agents(let agents): return agents
        case .text, .number, .other:
            counts.count(.wrongType)
            return nil
        case nil:
            counts.count(.missingField)
            return []
        }
    }
}

extension AnomalyCounts {
    /// The number if it is whole, not negative and not too large; else counts why not.
    fileprivate mutating func natural(_ number: JSONNumber) -> Int? {
        checked(number, in: 0...Int64.max).map { Int($0) }
    }

    /// The agent of that number; counts a number that no agent has.
    fileprivate mutating func agent(_ number: Int) -> AgentID? {
        let agent = AgentID(number)
        if agent == nil { count(.idOutOfRange) }
        return agent
    }
}

extension UInt8 {
    /// Whether it is a space or a tab.
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
