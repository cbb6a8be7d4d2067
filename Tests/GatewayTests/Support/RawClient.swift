import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A client that sends bytes as they are and keeps what it gets, until the other end closes.
final class RawClient: Sendable {
    private struct State {
        var text = ""
        var isClosed = false
        var waiting:
            (condition: @Sendable (String, Bool) -> Bool, promise: EventLoopPromise<String>)?
    }

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let client: RawClient

        init(client: RawClient) { self.client = client }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = String(buffer: Self.unwrapInboundIn(data))
            client.change { $0.text += text }
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.change { $0.isClosed = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    private let state = Mutex(State())
    private let channel = Mutex<(any Channel)?>(nil)

    /// Connects, without reading where `reads` is false.
    static func connect(
        to address: SocketAddress,
        reads: Bool = true,
        tls: NIOSSLContext? = nil
    ) async throws -> RawClient {
        let client = RawClient()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let name = "gateway.test"
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: name)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(client: client))
                }
            }
            .connect(to: address).get()
        client.channel.withLock { $0 = channel }
        return client
    }

    func send(_ text: String) async throws {
        let channel = channel.withLock { $0 }
        try await channel?.writeAndFlush(ByteBuffer(string: text))
    }

    /// Ends the sending direction.
    func finishSending() async throws {
        try await channel.withLock { $0 }?.close(mode: .output)
    }

    func close() async throws {
        try await channel.withLock { $0 }?.close()
    }

    /// All that has come, once the condition holds.
    func text(
        when condition: @escaping @Sendable (_ text: String, _ isClosed: Bool) -> Bool
    ) async throws -> String {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: String.self)
        change { $0.waiting = (condition, promise) }
        return try await promise.futureResult.get()
    }

    /// The answers, once there are so many of them.
    func replies(_ count: Int) async throws -> [HTTPReply] {
        HTTPReply.all(in: try await text { text, _ in HTTPReply.all(in: text).count >= count })
    }

    /// All that has come, once the other end has closed.
    func textUntilClosed() async throws -> String {
        try await text { _, isClosed in isClosed }
    }

    private func change(_ change: (inout State) -> Void) {
        let finished = state.withLock { state -> (EventLoopPromise<String>, String)? in
            change(&state)
            guard let waiting = state.waiting, waiting.condition(state.text, state.isClosed) else {
                return nil
            }
            state.waiting = nil
            return (waiting.promise, state.text)
        }
        finished?.0.succeed(finished?.1 ?? "")
    }
}
