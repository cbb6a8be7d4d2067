internal import JSONScanning
internal import Roster
internal import StatusEngine

/// A call of the engine's in the vendor's words: how it is sent, and what its answer means.
protocol CMSCall: Sendable {
    /// What a success brings.
    associatedtype Answer: Sendable
    /// How it is sent.
    associatedtype Request: CMSRequest

    /// Names the call.
    var id: CallID { get }
    /// Which of the base URLs it goes to, counting from 0.
    var endpoint: Int { get }
    /// Whether it is sent once more, over a connection that was never used.
    var isResent: Bool { get }

    /// What is to be sent.
    func request(_ settings: CMSSettings) -> Request

    /// Reads the body of an HTTP 200.
    /// - Parameters:
    ///   - body: the whole body.
    ///   - now: the CMS's time, by which its times are checked.
    /// - Returns: what it brings, and what was not as the contract says.
    /// - Throws: why nothing of it can be used.
    func read(
        _ body: Span<UInt8>,
        asOf now: Timestamp
    ) throws(BodyFault) -> (Result<Answer, CallFailure>, AnomalyCounts)

    /// What is told of its end.
    func ended(duration: Duration, bodyBytes: Int, failure: CallFailure.Code?) -> CMSEvent
}

extension StatusCall: CMSCall {
    func request(_ settings: CMSSettings) -> BatchRequest {
        BatchRequest(ccID: settings.ccID, vdn: vdn, agents: agents)
    }

    func read(
        _ body: Span<UInt8>,
        asOf now: Timestamp
    ) throws(BodyFault) -> (CallOutcome, AnomalyCounts) {
        let response = try BatchResponse(reading: body, asOf: now)
        return (response.outcome, response.anomalies)
    }

    func ended(duration: Duration, bodyBytes: Int, failure: CallFailure.Code?) -> CMSEvent {
        .callEnded(duration: duration, bodyBytes: bodyBytes, failure: failure)
    }
}

extension GroupCall: CMSCall {
    func request(_ settings: CMSSettings) -> GroupRequest {
        GroupRequest(ccID: settings.ccID, vdn: vdn, query: query, wrapped: settings.wrappedCalls)
    }

    func read(
        _ body: Span<UInt8>,
        asOf now: Timestamp
    ) throws(BodyFault) -> (GroupCallOutcome, AnomalyCounts) {
        let response = try GroupResponse(reading: body, to: query)
        return (response.outcome, response.anomalies)
    }

    func ended(duration: Duration, bodyBytes: Int, failure: CallFailure.Code?) -> CMSEvent {
        .groupCallEnded(
            kind: query.kind,
            duration: duration,
            bodyBytes: bodyBytes,
            failure: failure
        )
    }
}
