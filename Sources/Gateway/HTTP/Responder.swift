/// Whoever answers requests.
package protocol Responder: Sendable {
    /// Answers; called on the connection's event loop, which must not be held up.
    ///
    /// `deliver` is called at most once, from anywhere, if and only if the result is `.later`.
    func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded
}

/// What becomes of a request at once.
package enum Responded: Sendable {
    /// Answered.
    case now(Response)
    /// The answer comes later, with a body of about so many bytes at most.
    ///
    /// `mark` gives whatever is answered in its place what its client is to see; `withdraw` is
    /// called when nobody waits for it any more.
    case later(
        expectedBytes: Int,
        mark: @Sendable (Response) -> Response = { $0 },
        withdraw: @Sendable () -> Void
    )
}
