internal import JSONScanning
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
    func groupID(counting counts: inout AnomalyCounts) -> GroupRowReading<String> {
        let id = text(.id, counting: &counts)
        guard let id, (1...Self.maximumDigits).contains(id.utf8.count),
            id.utf8.allSatisfy(\.isDigit)
        else {
            if id != nil { counts.count(.wrongType) }
            return nameless(.id, counting: &counts)
        }
        return .value(id)
    }

    /// A skill's id.
    func skillID(
        _ field: GroupField,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Int> {
        guard let id = number(field, counting: &counts) else {
            return nameless(field, counting: &counts)
        }
        return .value(id)
    }

    /// The agent a number names.
    func agent(
        numbered field: GroupField,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<AgentID> {
        guard let number = number(field, counting: &counts) else {
            return nameless(field, counting: &counts)
        }
        return counts.agent(number)
    }

    /// The agent a text names.
    func agent(
        written field: GroupField,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<AgentID> {
        guard let text = text(field, counting: &counts) else {
            return nameless(field, counting: &counts)
        }
        guard let number = JSONNumber(Array(text.utf8)) else {
            counts.count(.wrongType)
            return nameless(field, counting: &counts)
        }
        guard let number = counts.natural(number) else {
            return nameless(field, counting: &counts)
        }
        return counts.agent(number)
    }

    /// What a row comes to whose id is none we could know: a whole number names somebody or something
    /// else, and all else anybody.
    private func nameless<Value>(
        _ field: GroupField,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Value> {
        guard !holdsWholeNumber(field) else { return .nobody }
        counts.count(.rowWithoutID)
        return .unreadable
    }

    /// Whether a field holds a whole number of any size, be it in text.
    private func holdsWholeNumber(_ field: GroupField) -> Bool {
        switch values[field] {
        case .number(let number, _): number != .notWhole
        case .text(let text): JSONNumber(Array(text.utf8)).map { $0 != .notWhole } ?? false
        case .agents, .other, nil: false
        }
    }

    /// An agent's skills, each once, and whether they are all; parts of the text that are no ids are
    /// counted and dropped.
    func skills(counting counts: inout AnomalyCounts) -> (ids: [Int], isWhole: Bool) {
        guard let text = text(.skillId, counting: &counts) else {
            return ([], values[.skillId] == nil)
        }
        var skills: [Int] = []
        var known: Set<Int> = []
        var isWhole = true
        var rest = Substring(text).utf8
        while !rest.isEmpty {
            let part = rest.prefix { $0 != UInt8(ascii: ";") }
            rest = rest[part.endIndex...].dropFirst()
            let digits = part.drop(while: \.isBlank).prefix { !$0.isBlank }
            guard let first = digits.first else { continue }
            let isAlone = part[digits.endIndex...].allSatisfy(\.isBlank)
            guard isAlone, first.isDigit, let skill = Int(Substring(digits)) else {
                counts.count(.wrongType)
                isWhole = false
                continue
            }
            if known.insert(skill).inserted { skills.append(skill) }
        }
        return (skills, isWhole)
    }

    /// The agents of a row about a skill, and whether they are all; none where the field is absent,
    /// nothing where it is no array.
    func agents(counting counts: inout AnomalyCounts) -> (ids: [AgentID], isWhole: Bool)? {
        switch values[.agentIds] {
        case .agents(let agents, let isWhole): return (agents, isWhole)
        case .text, .number, .other:
            counts.count(.wrongType)
            return nil
        case nil:
            counts.count(.missingField)
            return ([], true)
        }
    }
}

extension AnomalyCounts {
    /// The number if it is whole, not negative and not too large; else counts why not.
    fileprivate mutating func natural(_ number: JSONNumber) -> Int? {
        checked(number, in: 0...Int64.max).map { Int($0) }
    }

    /// The agent of that number; counts a number that no agent has.
    fileprivate mutating func agent(_ number: Int) -> GroupRowReading<AgentID> {
        guard let agent = AgentID(number) else {
            count(.idOutOfRange)
            return .nobody
        }
        return .value(agent)
    }
}

extension UInt8 {
    /// Whether it is a space or a tab.
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
