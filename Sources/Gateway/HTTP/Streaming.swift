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

    /// How many pages are written before the other connections have their turn.
    static let pagesATurn = 8

    /// What is to come next.
    private(set) var phase = Phase.ready
    /// How many pages have been asked for.
    private var pages = 0
    /// What the stream holds until it ends, in bytes.
    let heldBytes: Int
    /// Whether pages are written as chunks; otherwise the end of the connection ends the body.
    let isChunked: Bool
    /// Whether the client was told that the connection ends with this answer.
    let isLast: Bool

    /// Creates a body of which nothing has been written.
    init(heldBytes: Int, isChunked: Bool, isLast: Bool) {
        self.heldBytes = heldBytes
        self.isChunked = isChunked
        self.isLast = isLast
    }

    /// Asks for the next page; tells whether the other connections have their turn after it.
    mutating func nextPage() -> Bool {
        phase = .resting
        pages += 1
        return pages % Self.pagesATurn == 0
    }

    /// The page asked for has been written, or there was none.
    mutating func rested(isEnded: Bool) {
        guard phase == .resting else { return }
        phase = isEnded ? .ended : .ready
    }
}
