import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

/// A server on loopback that follows a script, keeps every request as it came over the wire, and
/// counts what it was not scripted for.
final class ServerDouble: Sendable {
    private struct State {
        var script: [ServerScript]
        var requests: [String] = []
        var unscripted = 0
        var connections = 0
    }

    /// Tells of every request that came.
    let arrivals: AsyncStream<Void>

    private let arrived: AsyncStream<Void>.Continuation
    private let state: Mutex<State>
    private let channel = Mutex<(any Channel)?>(nil)

    private init(_ script: [ServerScript]) {
        (arrivals, arrived) = AsyncStream.makeStream()
        state = Mutex(State(script: script))
    }

    /// Runs a server, which may speak first, for as long as the body takes; the whole script has to be used.
    static func run<Value>(
        _ script: [ServerScript],
        tls: NIOSSLContext? = nil,
        greeting: String? = nil,
        _ body: (ServerDouble) async throws -> Value
    ) async throws -> Value {
        let server = ServerDouble(script)
        try await server.start(tls, greeting)
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await server.channel.withLock { $0 }?.close()
        #expect(server.state.withLock { $0.unscripted } == 0, "a call was not scripted")
        #expect(server.state.withLock { $0.script.count } == 0, "scripted calls did not come")
        return try result.get()
    }

    /// Everything that came, a text a request.
    var requests: [String] { state.withLock { $0.requests } }

    /// How many connections were accepted.
    var connections: Int { state.withLock { $0.connections } }

    /// Where it listens.
    var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }

    private func start(_ tls: NIOSSLContext?, _ greeting: String?) async throws {
        let bound = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    self.state.withLock { $0.connections += 1 }
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: tls)
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(ScriptHandler(self, greeting))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        channel.withLock { $0 = bound }
    }

    /// Takes a request in and says what to do with it.
    fileprivate func take(_ request: String) -> ServerScript {
        defer { arrived.yield() }
        return state.withLock { state in
            state.requests.append(request)
            guard !state.script.isEmpty else {
                state.unscripted += 1
                return .close
            }
            return state.script.removeFirst()
        }
    }
}

/// Cuts requests out of the bytes of one connection.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: ServerDouble
    private let greeting: String?
    private var text = ""

    init(_ server: ServerDouble, _ greeting: String?) {
        self.server = server
        self.greeting = greeting
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let greeting else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        while let request = nextRequest() { follow(server.take(request), context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextRequest() -> String? {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.upperBound]
        let length = head.lowercased().split(separator: "\r\n")
            .first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
        guard text[end.upperBound...].utf8.count >= length ?? 0 else { return nil }
        let request = String(
            decoding: text.utf8.prefix(head.utf8.count + (length ?? 0)),
            as: UTF8.self
        )
        text = String(decoding: text.utf8.dropFirst(request.utf8.count), as: UTF8.self)
        return request
    }

    private func follow(_ script: ServerScript, _ context: ChannelHandlerContext) {
        switch script {
        case .reply(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: bytes)), promise: nil)
        case .replyAndClose(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: bytes)), promise: nil)
            context.close(promise: nil)
        case .silence: break
        case .close: context.close(promise: nil)
        case .reset:
            // Closing with nothing to linger for resets the connection.
            let channel = context.channel
            let atOnce = (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0))
            atOnce?.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
