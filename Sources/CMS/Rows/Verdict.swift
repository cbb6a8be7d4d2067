internal import JSONScanning
internal import StatusEngine

/// The members of a document that say whether the call succeeded; the first one that says something
/// decides.
///
/// `result` and `returnCode` are the older forms and say "0" for success (contract sections 1 and 3).
struct Verdict {
    /// The members, by which of them decides.
    enum Member: String, CaseIterable {
        case resultCode
        case returnCode
        case result
    }

    private var codes: [Member: (code: ResultCode, wasNumber: Bool)] = [:]

    /// Reads a member's value; one that is neither text nor a whole number says nothing.
    mutating func read(_ member: Member, from scanner: inout JSONScanner) throws(BodyFault) {
        let wasNumber = scanner.next.isDigit
        guard let code = try scanner.resultCode() else { return }
        codes[member] = (code, wasNumber)
    }

    /// Reads the verdict.
    /// - Parameters:
    ///   - description: the CMS's own words.
    ///   - counts: takes a verdict that is written as a number.
    /// - Returns: what the CMS says went wrong; nothing where the call succeeded.
    /// - Throws: `noResultCode` where there is no verdict.
    func failure(
        describedAs description: String?,
        counting counts: inout AnomalyCounts
    ) throws(BodyFault) -> CallFailure? {
        let deciding = Member.allCases.first { codes[$0] != nil }
        guard let deciding, let (code, wasNumber) = codes[deciding] else { throw .noResultCode }
        if wasNumber { counts.count(.resultCodeAsNumber) }
        let isSuccess =
            deciding == .resultCode ? code == .success : ResultCode.returned.contains(code)
        guard !isSuccess else { return nil }
        return CallFailure(resultCode: code, in: deciding.rawValue, description: description)
    }
}
