/// How far the body is that a connection writes page by page.
struct Streaming: Hashable, Sendable {
    /// What is to come next.
    enum Phase: Hashable, Sendable {
        /// A page, as soon as the socket takes more.
        case ready
        /// Others: the page leaves, and now and then the other connections have their turn.
        case resting
        /// Nothing: the last page has been written.
        case ended
    }

    /// What is to come next.
    var phase = Phase.ready
    /// What the stream holds until it ends, in bytes.
    let heldBytes: Int
    /// Whether pages are written as chunks; otherwise the end of the connection ends the body.
    let isChunked: Bool
    /// Whether the client was told that the connection ends with this answer.
    let isLast: Bool
}
