internal import JSONScanning
internal import Roster
internal import StatusEngine

/// Collects the document's parts, which may come in any order, and decides when all are there.
struct EnvelopeReader {
    private var anomalies = AnomalyCounts()
    private var verdict = Verdict()
    private var description: String?
    private var descriptionRows: RowTable?
    private var dataRows: RowTable?
    private var firstArray: Range<Int>?
    private var arraysAreCopies = false
    /// Whether something stands where the rows belong that is neither rows nor nothing.
    private var hasOther = false
    private var keysMet: [EnvelopeKey] = []
    private let now: Timestamp?

    /// Begins with nothing; the CMS's time is what its times are checked by.
    init(asOf now: Timestamp?) {
        self.now = now
    }

    /// Reads the whole document.
    mutating func read(_ scanner: inout JSONScanner) throws(BodyFault) {
        var follows = try scanner.enterDocument(counting: &anomalies)
        while follows {
            try readMember(&scanner)
            follows = try scanner.advance(closing: .closeBrace)
        }
        try scanner.expectEnd()
    }

    /// What the parts amount to: the verdict decides, `resultDesc` is read, and `resultDatas`
    /// where that is no array.
    consuming func response() throws(BodyFault) -> BatchResponse {
        if Set(keysMet).count < keysMet.count { throw .duplicateKey }
        if let failure = try verdict.failure(describedAs: description, counting: &anomalies) {
            return BatchResponse(outcome: .failure(failure), anomalies: anomalies)
        }
        guard let rows = descriptionRows ?? dataRows else { return try rowless() }
        if descriptionRows == nil { anomalies.count(.fellBackToResultDatas) }
        if let descriptionRows, let dataRows {
            let agents = arraysAreCopies ? [] : descriptionRows.disagreements(with: dataRows)
            anomalies.count(.disagreeingArrays, times: agents.count)
            anomalies.rowEnded(agents.min())
        }
        guard !rows.isUnreadable else { throw .noReadableRow }
        anomalies.add(rows.counts)
        return BatchResponse(outcome: .success(rows.report), anomalies: anomalies)
    }

    /// A success without an array: where there is nothing at all in its place, nobody is reported.
    private consuming func rowless() throws(BodyFault) -> BatchResponse {
        guard !hasOther, description?.isEmpty ?? true else { throw .noRows }
        anomalies.count(.noRowArray)
        let nobody = StatusReport(reports: [])
        return BatchResponse(outcome: .success(nobody), anomalies: anomalies)
    }

    private mutating func readMember(_ scanner: inout JSONScanner) throws(BodyFault) {
        let name = try scanner.key()
        guard let key = EnvelopeKey(rawValue: scanner.text(of: name)) else {
            anomalies.note(.unknownField)
            return try scanner.skipValue(depth: 1)
        }
        // Told at the end, so that a text that is no JSON either is called that.
        if keysMet.count <= EnvelopeKey.allCases.count { keysMet.append(key) }
        switch key {
        case .result: try verdict.read(.result, from: &scanner)
        case .resultCode: try verdict.read(.resultCode, from: &scanner)
        case .resultDesc:
            description = try readWords(&scanner)
            guard description == nil else { return }
            descriptionRows = try readRows(&scanner, other: dataRows) ?? descriptionRows
        case .resultDatas:
            if let words = try readWords(&scanner) { return hasOther = hasOther || !words.isEmpty }
            dataRows = try readRows(&scanner, other: descriptionRows) ?? dataRows
        }
    }

    /// Reads a text; gives nothing, and reads nothing, where the value is none.
    private func readWords(_ scanner: inout JSONScanner) throws(BodyFault) -> String? {
        guard scanner.next == .quote else { return nil }
        return try scanner.words()
    }

    /// Reads one of the two arrays; gives nothing where the value is none.
    ///
    /// The second one costs a comparison where it repeats the first byte for byte: an array's text
    /// ends where its copy's does.
    private mutating func readRows(
        _ scanner: inout JSONScanner,
        other: RowTable?
    ) throws(BodyFault) -> RowTable? {
        guard scanner.next == .openBracket else {
            if scanner.next != UInt8(ascii: "n") { hasOther = true }
            try scanner.skipValue(depth: 1)
            return nil
        }
        if let other, let firstArray, scanner.bytes.repeats(firstArray, at: scanner.position) {
            scanner.position += firstArray.count
            arraysAreCopies = true
            return other
        }
        let start = scanner.position
        let rows = try scanner.rows(depth: 1, asOf: now)
        firstArray = start..<scanner.position
        return rows
    }
}
