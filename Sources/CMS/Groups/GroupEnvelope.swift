internal import JSONScanning
internal import StatusEngine

/// What an answer about groups says beside its rows (contract section 3).
struct GroupEnvelope {
    /// The members of the document that have a meaning.
    private enum Key: String {
        case result
        case resultCode
        case returnCode
        case resultDesc
        /// The older name of `resultDesc`.
        case description
        case resultDatas
        case count
    }

    /// What a member that may hold the rows holds.
    private enum Part {
        /// An array; its opening bracket stands there.
        case rows(Int)
        /// Words about an error, or about nothing.
        case words(String)
        /// Neither, nor null.
        case other
    }

    /// The members that may hold the rows; the first one that does counts.
    private static let rowKeys: [Key] = [.resultDesc, .description, .resultDatas]

    private var verdict = Verdict()
    private var parts: [Key: Part] = [:]
    private var keysMet: Set<Key> = []
    private var repeatsKey = false
    /// How many rows all pages have, where it is said.
    private(set) var total: Int?

    /// Reads the whole document, and passes over its rows.
    init(
        reading scanner: inout JSONScanner,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) {
        var follows = try scanner.enterDocument(counting: &counts)
        while follows {
            try readMember(&scanner, counting: &counts)
            follows = try scanner.advance(closing: .closeBrace)
        }
        try scanner.expectEnd()
        // Told at the end, so that a text that is no JSON either is called that.
        guard !repeatsKey else { throw .duplicateKey }
    }

    /// What the CMS says went wrong; nothing where the call succeeded.
    func failure(counting counts: inout AnomalyCounts) throws(BodyFault) -> CallFailure? {
        try verdict.failure(describedAs: words, counting: &counts)
    }

    /// Where the array of rows begins.
    ///
    /// A list without any may be left out, be null, or have words in its place.
    /// - Returns: the place of its opening bracket, or nothing where there are no rows.
    /// - Throws: `noRows` where something else stands in its place.
    func rows(counting counts: inout AnomalyCounts) throws(BodyFault) -> Int? {
        for key in Self.rowKeys {
            guard case .rows(let start) = parts[key] else { continue }
            if key == .resultDatas { counts.count(.fellBackToResultDatas) }
            return start
        }
        let isUnknown = parts.values.contains { if case .other = $0 { true } else { false } }
        guard !isUnknown else { throw .noRows }
        return nil
    }

    /// What the CMS says of an error.
    private var words: String? {
        Self.rowKeys.lazy
            .compactMap { if case .words(let words) = parts[$0] { words } else { nil } }
            .first
    }

    private mutating func readMember(
        _ scanner: inout JSONScanner,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) {
        let name = try scanner.key()
        guard let key = Key(rawValue: scanner.text(of: name)) else {
            counts.note(.unknownField)
            return try scanner.skipValue(depth: 1)
        }
        if !keysMet.insert(key).inserted { repeatsKey = true }
        switch key {
        case .result: try verdict.read(.result, from: &scanner)
        case .resultCode: try verdict.read(.resultCode, from: &scanner)
        case .returnCode: try verdict.read(.returnCode, from: &scanner)
        case .resultDesc, .description, .resultDatas: parts[key] = try Self.part(&scanner)
        case .count: try readTotal(&scanner, counting: &counts)
        }
    }

    private static func part(_ scanner: inout JSONScanner) throws(BodyFault) -> Part? {
        switch scanner.next {
        case .quote: return .words(try scanner.words())
        case .openBracket:
            let start = scanner.position
            try scanner.skipValue(depth: 1)
            return .rows(start)
        case UInt8(ascii: "n"):
            try scanner.literal("null")
            return nil
        default:
            try scanner.skipValue(depth: 1)
            return .other
        }
    }

    private mutating func readTotal(
        _ scanner: inout JSONScanner,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) {
        guard scanner.next != UInt8(ascii: "n") else { return try scanner.literal("null") }
        let range = 0...Int64(Int32.max)
        total = try scanner.wholeNumber(in: range, depth: 1, counting: &counts).map { Int($0) }
    }
}
