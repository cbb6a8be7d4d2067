internal import NIOCore
internal import NIOHTTP1

/// A connection that had been used before ended, and no byte of the answer had come.
struct ReusedConnectionEnded: Error {}

/// What a connection has been used for: a value, so that it can be told without one.
struct ConnectionUse {
    private var requests = 0
    private var isAnswered = true

    /// A request begins.
    mutating func requestBegan() {
        requests += 1
        isAnswered = false
    }

    /// Some bytes of an answer came.
    mutating func bytesCame() { isAnswered = true }

    /// Whether, if it ended now, its end would be no fault of the request under way: it had served
    /// another one before, and said nothing to this one.
    var isOnlyOld: Bool { requests > 1 && !isAnswered }
}

/// Tells a request when its connection was only too old: async-http-client does not say whether a
/// connection was reused.
///
/// It stands behind TLS and before the parser, where the bytes are those of answers alone.
final class ReuseWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var use = ConnectionUse()

    /// Adds a watch to a connection that async-http-client has just set up; to be called on its loop.
    static func watch(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            try pipeline.addHandler(ReuseWatch(), position: .after(encoder))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) { use.requestBegan() }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        use.bytesCame()
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(use.isOnlyOld ? ReusedConnectionEnded() : error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if use.isOnlyOld { context.fireErrorCaught(ReusedConnectionEnded()) }
        context.fireChannelInactive()
    }
}
