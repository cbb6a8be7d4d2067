internal import NIOCore

/// A request whose answer was handed to the socket.
package struct FinishedRequest: Hashable, Sendable {
    /// The request's id, shown in the answer.
    package let id: String
    /// What was asked, where the head was understood.
    package let subject: RequestSubject?
    /// The route, for the metrics.
    package let route: RouteLabel
    /// The answer's status code.
    package let status: Int
    /// The bytes of the answer's body that were written.
    package let bytes: Int
    /// The time from the request's first byte.
    package let duration: Duration
    /// Where the answer came from.
    package let provenance: Provenance

    /// Creates a finished request.
    package init(
        id: String,
        subject: RequestSubject?,
        route: RouteLabel,
        status: Int,
        bytes: Int = 0,
        duration: Duration,
        provenance: Provenance = Provenance()
    ) {
        self.id = id
        self.subject = subject
        self.route = route
        self.status = status
        self.bytes = bytes
        self.duration = duration
        self.provenance = provenance
    }

    /// Puts together what is known when an answer is written.
    init(
        _ answer: Response,
        _ envelope: Exchange.Envelope,
        streamedBytes: Int = 0,
        at now: NIODeadline
    ) {
        self.init(
            id: envelope.requestID,
            subject: envelope.subject,
            route: answer.route,
            status: answer.status,
            bytes: envelope.isHead ? 0 : answer.body.readableBytes + streamedBytes,
            duration: .nanoseconds((now - envelope.startedAt).nanoseconds),
            provenance: answer.provenance
        )
    }
}
