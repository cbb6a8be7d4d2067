internal import NIOCore

extension ConnectionHandler {
    /// How much of a stream may wait for the socket before no further page is made, in bytes.
    ///
    /// That is a page or two; once what waits is below the lower bound, the next is made.
    static let streamBacklog = ChannelOptions.Types.WriteBufferWaterMark(
        low: 8_192,
        high: 16_384
    )

    /// How long the turn of the other connections is waited for: SwiftNIO looks at no socket while there is a task left to run, so
    /// that the next page has to be one of the future.
    static let turn = TimeAmount.microseconds(50)

    /// Writes the head of an answer and keeps the stream that is its body.
    ///
    /// From now on the connection counts as one that takes nothing when little waits already:
    /// whatever else is written to it stands whole in memory anyway.
    func begin(
        _ stream: any BodyStream,
        of answer: Response,
        envelope: Exchange.Envelope,
        isLast: Bool,
        context: ChannelHandlerContext
    ) {
        let options = context.channel.syncOptions
        try? options?.setOption(.writeBufferWaterMark, value: Self.streamBacklog)
        let head = writer.head(of: answer, envelope: envelope, isLast: isLast)
        context.write(Self.wrapOutboundOut(head), promise: nil)
        hasWritten = true
        var answer = answer
        answer.stream = nil
        streamed = (stream, answer, envelope, bytes: 0)
    }

    /// Writes the next page, if there is one.
    ///
    /// The next one, also of an empty one, is written only when the page has been flushed: under TLS it is
    /// not seen before how much the socket has left.
    func writePage(isChunk: Bool, isTurnOver: Bool, context: ChannelHandlerContext) {
        guard let page = streamed?.stream.next() else { return state.streamEnded() }
        if page.readableBytes > 0 {
            hasWritten = true
            streamed?.bytes += page.readableBytes
            if isChunk {
                let chunk = writer.chunk(page)
                context.write(Self.wrapOutboundOut(chunk.size), promise: nil)
                context.write(Self.wrapOutboundOut(chunk.page), promise: nil)
            } else {
                context.write(Self.wrapOutboundOut(page), promise: nil)
            }
        }
        let goOn = { [self] in
            state.turnCame()
            pump()
        }
        let loop = eventLoop.assumeIsolated()
        if isTurnOver { loop.scheduleTask(in: Self.turn, goOn) } else { loop.execute(goOn) }
    }

    /// Writes what ends the stream.
    func endStream(
        isChunked: Bool,
        isLast: Bool,
        now: NIODeadline,
        context: ChannelHandlerContext
    ) {
        let promise = isLast ? flushPromise() : nil
        context.write(Self.wrapOutboundOut(writer.end(isChunked: isChunked)), promise: promise)
        hasWritten = true
        guard let (_, answer, envelope, bytes) = streamed else { return }
        streamed = nil
        finished(answer, envelope, streamedBytes: bytes, now: now)
    }

    /// Gives up the stream of a connection that is gone; tells whether there was one.
    func abandonStream() -> Bool {
        defer { streamed = nil }
        return streamed != nil
    }
}
