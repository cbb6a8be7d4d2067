package import JSONScanning
package import Roster
package import StatusEngine

/// The answer to the batch call, read and checked (contract section 1).
package struct BatchResponse: Sendable {
    /// The rows, or what the CMS's verdict means.
    package var outcome: CallOutcome
    /// What was not as the contract says; of the array that was used, where both were there.
    package var anomalies: AnomalyCounts

    /// Reads the body of an HTTP 200 in one pass.
    /// - Parameters:
    ///   - body: the whole body.
    ///   - now: the CMS's time, by which its times are checked; unchecked where it is not known.
    /// - Throws: why nothing of it can be used.
    package init(reading body: Span<UInt8>, asOf now: Timestamp? = nil) throws(BodyFault) {
        var reader = EnvelopeReader(asOf: now)
        var scanner = JSONScanner(bytes: body)
        try reader.read(&scanner)
        self = try reader.response()
    }

    /// Creates an answer.
    init(outcome: CallOutcome, anomalies: AnomalyCounts) {
        self.outcome = outcome
        self.anomalies = anomalies
    }
}
