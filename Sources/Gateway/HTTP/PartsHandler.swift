internal import NIOCore
internal import NIOHTTP1

/// Stands behind the parser: gives the connection what the parser makes of its bytes.
final class PartsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let connection: ConnectionHandler

    /// Creates a handler for the connection before the parser.
    init(connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.partArrived(Self.unwrapInboundIn(data))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.failed(error)
    }
}
