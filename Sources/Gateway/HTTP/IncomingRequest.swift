internal import NIOCore

/// A request whose head has been read and whose body is still arriving.
struct IncomingRequest {
    /// The head.
    let head: RequestHead
    /// The request's id.
    let id: String
    /// When the first byte was read.
    let startedAt: NIODeadline
    /// As much of the body as has been read.
    private(set) var body: ByteBuffer?

    /// Creates a request without any of its body.
    init(head: RequestHead, id: String, startedAt: NIODeadline) {
        self.head = head
        self.id = id
        self.startedAt = startedAt
    }

    /// Adds a piece of the body; refuses, and forgets it, where all is more than allowed.
    mutating func append(_ piece: ByteBuffer, limit: Int) -> Bool {
        var piece = piece
        guard (body?.readableBytes ?? 0) + piece.readableBytes <= limit else { return false }
        if body?.writeBuffer(&piece) == nil { body = piece }
        return true
    }

    /// The exchange the complete request opens.
    var exchange: Exchange { Exchange(head, id: id, startedAt: startedAt, body: body) }

    /// What it asks, for the log.
    var subject: RequestSubject { RequestSubject(head) }
}
