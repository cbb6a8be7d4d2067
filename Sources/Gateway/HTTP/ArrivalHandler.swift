internal import NIOCore

/// Stands before the parser: tells the connection when bytes come, and keeps back those that it
/// takes itself or that nobody wants any more.
final class ArrivalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    /// Creates a handler for the connection further down the same pipeline.
    init(connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = Self.unwrapInboundIn(data)
        if connection.takesPlainRequest(buffer) { return }
        guard connection.bytesArrive(buffer) else { return }
        context.fireChannelRead(data)
        connection.bytesParsed(buffer)
    }
}
