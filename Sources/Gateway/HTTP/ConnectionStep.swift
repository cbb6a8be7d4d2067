/// One thing a connection's state wants done.
enum ConnectionStep {
    /// Ask the responder what the request of this number asks; the answer is given under it.
    case ask(number: UInt64)
    /// Write an answer; where it is the last, flush, say that it was flushed, and write no more.
    case write(Response, Exchange.Envelope, isLast: Bool)
    /// Write the head of an answer whose body is a stream, and keep the stream.
    case beginStream(Response, any BodyStream, Exchange.Envelope, isLast: Bool)
    /// Write the stream's next page and say when another may follow, or say that it has ended; where its
    /// turn is over, the other connections come before.
    case writePage(isChunk: Bool, isTurnOver: Bool)
    /// Write what ends the stream; where it is the last, as an answer that is.
    case endStream(isChunked: Bool, isLast: Bool)
    /// Give up waiting for an answer that can no longer be written.
    case withdraw(@Sendable () -> Void)
    /// Write `100 Continue`.
    case sendContinue
    /// Flush what may be left of the answers written, and say that it was flushed.
    case finish
    /// Close both directions now.
    case close
}
