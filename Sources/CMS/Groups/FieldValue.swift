internal import JSONScanning
internal import Roster

/// The value of a field as it was sent.
enum FieldValue: Hashable {
    /// A string.
    case text(String)
    /// A number, and its digits as they stand in the text: an id may be longer than any number.
    case number(JSONNumber, digits: String)
    /// An array where agents belong: those of its elements that are agents' ids, and whether all the
    /// others are numbers that no agent has.
    case agents([AgentID], isWhole: Bool)
    /// A value of another kind.
    case other
}
