/// Why a body as a whole cannot be used; a closed set, fit for a metric label.
package enum BodyFault: String, Error, CaseIterable, Hashable, Sendable {
    /// Nothing but white space.
    case empty
    /// The text ends inside a value.
    case truncated
    /// The text breaks the grammar of RFC 8259.
    case notJSON
    /// Bytes in a string are not UTF-8.
    case invalidUTF8
    /// Values nest deeper than `JSONScanner.maximumDepth`.
    case tooDeep
    /// More than white space follows the document.
    case trailingBytes
    /// The document is not an object.
    case notAnObject
    /// `resultCode`, `resultDesc` or another member that has a meaning stands there twice.
    case duplicateKey
    /// There is no `resultCode`, nor what may stand for it (`result`, and `returnCode` of calls about
    /// groups), or it is neither a string nor a whole number.
    case noResultCode
    /// The call succeeded, and rows are neither where they belong nor said to be none.
    case noRows
    /// The call succeeded, and of no row it can be read whom or what it is about.
    case noReadableRow

    /// Whether the text is no JSON at all, rather than JSON other than the contract's.
    package var isSyntax: Bool {
        switch self {
        case .empty, .truncated, .notJSON, .invalidUTF8, .tooDeep, .trailingBytes: true
        case .notAnObject, .duplicateKey, .noResultCode, .noRows, .noReadableRow: false
        }
    }
}
