/// Whoever counts what a server does; called on event loops, which must not be held up.
package protocol HTTPObserver: Sendable {
    /// Takes notice of one event.
    func observe(_ event: HTTPEvent)
}

/// What a server tells of itself; but for a finished request, everything in it is from
/// a closed set or a number.
package enum HTTPEvent: Hashable, Sendable {
    /// Which time ran out.
    package enum Timeout: String, CaseIterable, Hashable, Sendable {
        /// A head or body was not complete in time.
        case head
        /// Nothing was asked for a while.
        case idle
        /// An answer was not taken in time.
        case write
    }

    /// A connection was accepted and is served.
    case connectionOpened
    /// A served connection is gone.
    case connectionClosed
    /// A connection was one too many.
    case connectionRefused
    /// A time ran out.
    case timedOut(Timeout)
    /// A request that waited, or whose answer was being streamed, was given up: its client is gone.
    case requestAbandoned
    /// An answer was handed to the socket.
    case requestFinished(FinishedRequest)
}
