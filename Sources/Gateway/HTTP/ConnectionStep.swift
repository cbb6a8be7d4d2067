/// One thing a connection's state wants done.
enum ConnectionStep {
    /// Ask the responder; the answer is to be given under the number.
    case ask(Request, number: UInt64)
    /// Write an answer; where it is the last, flush, say that it was flushed, and write no more.
    case write(Response, Exchange.Envelope, isLast: Bool)
    /// Write `100 Continue`.
    case sendContinue
    /// Close both directions now.
    case close
}
