internal import Foundation
package import NIOCore
package import Roster

/// What a request is answered with, and how the answer travels.
package struct SimulatedAnswer: Sendable {
    /// How much of the answer is sent.
    package enum Delivery: Hashable, Sendable {
        /// All of it.
        case whole
        /// The head, so many bytes of the body, then the connection is closed.
        case cutOff(bodyBytes: Int)
        /// Nothing, while the connection stays open.
        case hang
        /// Nothing; the connection is closed.
        case close
    }

    /// What is answered, as far as the counters tell it apart.
    package enum Kind: Hashable, Sendable {
        /// A batch call whose signature is good; 0 ids when they could not be read.
        case call(ids: Int)
        /// A ping whose signature is good.
        case ping
        /// A call about groups whose signature is good.
        case groupCall(GroupCallKind)
        /// Anything else.
        case other
    }

    /// The HTTP status.
    package var status: Int
    /// The headers beside `Date`, `Content-Length` and `Connection`.
    package var headers: [(name: String, value: String)]
    /// The body; room for the head is kept in front of it.
    package var body: ByteBuffer
    /// What `Date` says.
    package var date: Timestamp
    /// How much is sent.
    package var delivery = Delivery.whole
    /// How much later it is sent, in milliseconds.
    package var delayMilliseconds: Int64 = 0
    /// What the counters note; nothing for a request that is not under `/rest/`.
    package var outcome: SimulatorOutcome?
    /// What it answers.
    package var kind = Kind.other
    /// What shifts once it is told.
    package var shift: PageShift?

    /// Creates an answer with a body of its own.
    package init(
        status: Int,
        contentType: String,
        body: ByteBuffer,
        date: Timestamp,
        outcome: SimulatorOutcome? = nil
    ) {
        self.status = status
        headers = [("Content-Type", contentType)]
        self.body = body
        self.date = date
        self.outcome = outcome
    }
}

extension SimulatedAnswer {
    private static let jsonType = "application/json;charset=UTF-8"

    /// An answer of JSON text.
    static func json(
        _ text: some Collection<UInt8>,
        status: Int = 200,
        at now: Timestamp,
        outcome: SimulatorOutcome? = nil
    ) -> SimulatedAnswer {
        var body = ByteBuffer.withHeadRoom()
        body.writeBytes(text)
        return json(body, status: status, at: now, outcome: outcome)
    }

    /// An answer whose JSON text is written already, with room for the head in front of it.
    static func json(
        _ body: ByteBuffer,
        status: Int = 200,
        at now: Timestamp,
        outcome: SimulatorOutcome? = nil
    ) -> SimulatedAnswer {
        SimulatedAnswer(
            status: status,
            contentType: jsonType,
            body: body,
            date: now,
            outcome: outcome
        )
    }

    /// A result code without rows (contract section 1, failures).
    static func result(
        _ code: String,
        at now: Timestamp,
        outcome: SimulatorOutcome
    ) -> SimulatedAnswer {
        let text = #"{"resultCode":"\#(code)","resultDesc":"\#(ResultCode.text(of: code))"}"#
        return json(text.utf8, at: now, outcome: outcome)
    }

    /// An error status with the body the contract gives 401 and 403.
    static func error(
        _ status: Int,
        path: String,
        at now: Timestamp,
        outcome: SimulatorOutcome?
    ) -> SimulatedAnswer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ErrorBody(
            timestamp: now.milliseconds,
            status: status,
            error: HTTPReason.phrase(of: status),
            path: path
        )
        let text = (try? encoder.encode(body)) ?? Data()
        return json(text, status: status, at: now, outcome: outcome)
    }

    /// A page of HTML such as something before the CMS gives.
    static func page(
        _ status: Int,
        at now: Timestamp,
        outcome: SimulatorOutcome
    ) -> SimulatedAnswer {
        let title = "\(status) \(HTTPReason.phrase(of: status))"
        var body = ByteBuffer.withHeadRoom()
        body.writeString("<html><head><title>\(title)</title></head><body>\(title)</body></html>\n")
        return SimulatedAnswer(
            status: status,
            contentType: "text/html",
            body: body,
            date: now,
            outcome: outcome
        )
    }
}
