internal import NIOCore
internal import NIOHTTP1
internal import NIOTLS

/// The shell around `ConnectionState`: turns the pipeline's events into the state's events.
///
/// It performs the state's steps as well; answers are written as they come and flushed once a read.
/// Most requests it reads itself; the parser behind it gets the bytes of the others.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What all connections of the server share.
    let shared: ConnectionContext
    /// The loop all of this runs on.
    let eventLoop: any EventLoop
    /// Makes answers into bytes.
    let writer: AnswerWriter
    /// What is wrong with the connection from the start.
    let initialFault: HTTPFault?
    /// The place in the pipeline, while there is one.
    var context: ChannelHandlerContext?
    /// The rules.
    var state: ConnectionState
    /// The body that is being written page by page, and what it belongs to.
    var streamed:
        (stream: any BodyStream, answer: Response, envelope: Exchange.Envelope, bytes: Int)?
    /// The timer that is set; never later than the state's deadline.
    var alarm: (at: NIODeadline, scheduled: Scheduled<Void>)?
    /// What of the server's budget this connection has taken, in bytes.
    var chargedBytes = 0
    /// Whether a read was asked for while the state wanted none.
    var isReadWanted = false
    /// Whether steps are being performed: writing can change the writability.
    var isPumping = false
    /// Whether something waits to be flushed.
    var hasWritten = false
    /// Whether the connection stands, or stood.
    var hasBegun = false
    /// Whether the connection is gone.
    var hasEnded = false
    /// Who asks, once the connection stands.
    var source = ClientSource.client(nil)
    /// The line ends that what the parser was given ends with.
    private var lineEnds = LineEnds()

    /// Creates a connection; with a fault it answers that and closes.
    init(
        shared: ConnectionContext,
        channel: any Channel,
        dates: DateCache,
        number: UInt64,
        fault: HTTPFault? = nil
    ) {
        self.shared = shared
        eventLoop = channel.eventLoop
        writer = AnswerWriter(allocator: channel.allocator, dates: dates)
        initialFault = fault
        state = ConnectionState(
            limits: shared.limits,
            ids: RequestIDs(seed: shared.seed, connection: number),
            now: channel.eventLoop.now
        )
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin() }
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        begin()
    }

    func channelInactive(context: ChannelHandlerContext) {
        context.fireChannelInactive()
        end()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = Self.unwrapInboundIn(data)
        if !takesPlainRequest(buffer) { parse(buffer, data, context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The parser does nothing at the end of a read, and nobody else is behind.
        pump()
        // From here it is a short way to the socket; asked for by the channel it would begin behind the parser.
        if state.wantsInput { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        if state.wantsInput { context.read() } else { isReadWanted = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.fireChannelWritabilityChanged()
        let isWritable = context.channel.isWritable
        state.writability(isWritable, buffered: bufferedBytes, now: eventLoop.now)
        pump()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
        if let event = event as? ChannelEvent, event == .inputClosed { state.inputClosed() }
        if case .handshakeCompleted? = event as? TLSUserEvent {
            state.handshakeCompleted(now: eventLoop.now)
        }
        if event is DrainEvent { state.drain(now: eventLoop.now) }
        pump()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failed(error)
    }
}

// MARK: - Around the parser

extension ConnectionHandler {
    /// Takes a request that came whole and plain, in the parser's place.
    private func takesPlainRequest(_ buffer: ByteBuffer) -> Bool {
        guard state.mayTakePlainHead else { return false }
        let bytes = buffer.readableBytesUInt8Span
        guard let head = PlainHead(bytes, limits: shared.limits) else { return false }
        state.requestArrived(RequestHead(head, in: bytes), now: eventLoop.now)
        return true
    }

    /// Gives bytes to the parser, unless nobody wants any more.
    private func parse(_ buffer: ByteBuffer, _ data: NIOAny, _ context: ChannelHandlerContext) {
        let areLineEndsOnly = lineEnds.add(buffer.readableBytesUInt8Span)
        guard state.bytesArrive(areLineEndsOnly: areLineEndsOnly, now: eventLoop.now) else {
            return
        }
        context.fireChannelRead(data)
        state.readFinished(endsInEmptyLine: lineEnds.beginWithEmptyLine, now: eventLoop.now)
    }

    /// The parser has made something of the bytes.
    func partArrived(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head): state.headArrived(head, now: eventLoop.now)
        case .body(let piece):
            guard shared.budget.allows(state.bodyBytes + piece.readableBytes) else {
                return state.refuse(.tooManyBodies)
            }
            state.bodyArrived(piece)
        case .end(let trailers): state.endArrived(hasTrailers: trailers != nil)
        }
    }

    /// Something failed: the parser, TLS or the socket.
    func failed(_ error: any Error) {
        guard context?.channel.isActive == true else { return }
        if let error = error as? HTTPParserError {
            state.refuse(HTTPFault(parserError: error, limits: shared.limits))
        } else {
            state.mustClose = true
        }
        pump()
    }
}
