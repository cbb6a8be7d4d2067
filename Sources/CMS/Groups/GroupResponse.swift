package import JSONScanning
package import StatusEngine

/// The answer to a call about groups, read and checked (contract section 3).
package struct GroupResponse: Sendable {
    /// The page, or what the CMS's verdict means.
    package var outcome: GroupCallOutcome
    /// What was not as the contract says.
    package var anomalies: AnomalyCounts

    /// Reads the body of an HTTP 200: all of it once to check it, and its rows once more.
    /// - Parameters:
    ///   - body: the whole body.
    ///   - query: what was asked.
    /// - Throws: why nothing of it can be used.
    package init(reading body: Span<UInt8>, to query: GroupQuery) throws(BodyFault) {
        var counts = AnomalyCounts()
        var scanner = JSONScanner(bytes: body)
        let envelope = try GroupEnvelope(reading: &scanner, counting: &counts)
        if let failure = try envelope.failure(counting: &counts) {
            (outcome, anomalies) = (.failure(failure), counts)
            return
        }
        var reader = GroupPageReader(query)
        if let start = try envelope.rows(counting: &counts) {
            scanner.position = start
            try scanner.groupRows(counting: &counts) { reader.take($0, counting: &$1) }
        }
        (outcome, anomalies) = (.success(try reader.page(total: envelope.total)), counts)
    }
}
