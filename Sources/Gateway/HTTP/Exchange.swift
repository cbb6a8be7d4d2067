internal import NIOCore
internal import NIOHTTP1

/// A request and the answer to it, as their connection sees them.
struct Exchange {
    /// What the answer's head depends on, beside the answer.
    struct Envelope: Hashable, Sendable {
        /// The request's id, shown in the answer.
        var requestID: String
        /// Whether the answer's body is left out.
        var isHead = false
        /// Whether the client speaks HTTP/1.0 and has to be told that the connection stays open.
        var namesKeepAlive = false
        /// Whether the client speaks HTTP/1.0, which knows no chunks: a stream ends with the connection.
        var knowsNoChunks = false
        /// Whether the client, or a fault, wants the connection closed after the answer.
        var closes = false
        /// When the request's first byte was read.
        var startedAt: NIODeadline
        /// What was asked, where the head was understood.
        var subject: RequestSubject?
    }

    /// What the answer's head depends on.
    var envelope: Envelope
    /// The request, until somebody has been asked.
    var request: Request?
    /// The answer, once there is one.
    var answer: Response?
    /// Whether there is.
    var isAnswered: Bool { answer != nil }
    /// What the answer's body is expected to take, in bytes, while it is waited for.
    var expectedBytes = 0
    /// Gives up waiting for the answer.
    var withdraw: (@Sendable () -> Void)?
}

extension Exchange {
    /// The exchange a complete request opens.
    init(_ head: RequestHead, id: String, startedAt: NIODeadline, body: ByteBuffer? = nil) {
        let isOld = head.version == .http1_0
        envelope = Envelope(
            requestID: id,
            isHead: head.method == .HEAD,
            namesKeepAlive: isOld && head.keepsAlive,
            knowsNoChunks: isOld,
            closes: !head.keepsAlive,
            startedAt: startedAt,
            subject: RequestSubject(head)
        )
        request = Request(
            id: id,
            method: head.method,
            path: head.target.path,
            query: head.target.query,
            headers: head.headers,
            names: head.names,
            version: head.version,
            body: body
        )
    }
}

extension RequestSubject {
    /// What a request asks, by its head.
    init(_ head: RequestHead) {
        self.init(method: head.method.rawValue, path: head.target.path)
    }
}
