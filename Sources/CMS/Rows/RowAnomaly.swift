/// What in a usable answer is not as the contract says; a closed set, fit for a metric label.
package enum RowAnomaly: String, CaseIterable, Hashable, Sendable {
    /// An agent whose rows in `resultDesc` and `resultDatas` differ, or who has a row in one of
    /// them only; `resultDesc` stands.
    case disagreeingArrays
    /// `resultDesc` was no array, and the rows were taken from `resultDatas`.
    case fellBackToResultDatas
    /// A second row for an agent, group or skill that says the same; dropped.
    case duplicateRow
    /// A second row for an agent, group or skill that says otherwise; the first readable one
    /// stands, but that a skill has the agents of all its rows.
    case disagreeingDuplicate
    /// More rows than a call can ask for.
    case tooManyRows
    /// A row that names its agent and lacks a usable required field; the agent is `unreadable`. A
    /// row of a group or skill is dropped.
    case unreadableRow
    /// An element that names no agent, group or skill by a whole number, or is no object; dropped.
    /// It may be about anybody, so nobody is taken as absent for the lack of a row.
    case rowWithoutID
    /// A row for a skill that was not asked for; dropped.
    case rowNotAsked
    /// A row whose agent id is a whole number outside the allowed ranges; dropped, as it is about
    /// nobody who can have been asked for.
    case idOutOfRange
    /// A state code the contract does not list; kept.
    case unknownState
    /// A number its field cannot hold; taken as missing.
    case numberOutOfRange
    /// A number with a fraction or an exponent; taken as missing.
    case numberNotWhole
    /// A whole number written as a string; used.
    case numberAsString
    /// A text written as a whole number; its digits are used.
    case textAsNumber
    /// A value of a kind its field cannot have; taken as missing.
    case wrongType
    /// A state that lasts more than an hour longer than the agent is signed in, as it would if
    /// `currentStateTime` were milliseconds. Neither value is believed and none is guessed: the
    /// agent is `unreadable`, and what was known of it before stays.
    case stateLongerThanSignIn
    /// A `logonTime` before 1990, as it would be in seconds; taken as nothing.
    case logonTimeTooSmall
    /// A field that is absent or null; optional ones become nothing.
    case missingField
    /// Fields of rows, or of the document, that the contract does not name; passed over and
    /// counted once a document.
    case unknownField
    /// A field that stands twice in a row; the last one counts.
    case duplicateField
    /// The verdict, `resultCode`, `returnCode` or `result`, was a number; read without its leading
    /// zeros.
    case resultCodeAsNumber
    /// The call succeeded, and where the rows belong there is null, an empty text or nothing; taken
    /// as an empty list.
    case noRowArray
    /// A UTF-8 byte order mark before the text; passed over (RFC 8259 section 8.1).
    case byteOrderMark
}
