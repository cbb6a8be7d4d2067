import NIOCore
import NIOEmbedded
import Roster

@testable import Gateway

/// A connection without a socket, whose time passes by hand.
final class EmbeddedConnection {
    let channel = EmbeddedChannel()
    let responder = EchoResponder()
    let observer = RecordingObserver()

    init(
        limits: HTTPLimits = HTTPLimits(),
        fault: HTTPFault? = nil,
        budget: OutputBudget = OutputBudget(maximum: .max),
        proxies: TrustedProxies = .none,
        now: @escaping @Sendable () -> Timestamp = { testNow }
    ) throws {
        let shared = ConnectionContext(
            limits: limits,
            responder: responder,
            observer: observer,
            now: now,
            seed: 0x5EED,
            budget: budget,
            proxies: proxies
        )
        let pipeline = ConnectionPipeline(shared: shared, certificate: CertificateInForce())
        let dates = DateCache(now: now)
        try pipeline.install(on: channel, dates: dates, number: 7, fault: fault)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/x")).wait()
    }

    /// Lets the client send a text in one piece.
    func send(_ text: String) throws {
        guard channel.isActive else { return }
        try channel.writeInbound(ByteBuffer(string: text))
    }

    /// Lets time pass.
    func advance(_ time: TimeAmount) {
        channel.embeddedEventLoop.advanceTime(by: time)
    }

    /// Lets everything happen that was put off to the next turn of the loop.
    func settle() {
        channel.embeddedEventLoop.run()
    }

    /// What the client has been sent since it last looked.
    func received() throws -> String {
        var text = ""
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
            text += String(buffer: buffer)
        }
        return text
    }

    /// The answers the client has been sent since it last looked.
    func replies(toHead: Bool = false) throws -> [HTTPReply] {
        HTTPReply.all(in: try received(), toHead: toHead)
    }

    /// Whether the connection is still there.
    var isOpen: Bool { channel.isActive }
}

extension String {
    /// A request without a body.
    static func get(
        _ target: String,
        method: String = "GET",
        version: String = "1.1",
        _ fields: String...
    ) -> String {
        let lines = (version == "1.1" ? ["Host: a"] : []) + fields
        return "\(method) \(target) HTTP/\(version)\r\n"
            + lines.map { "\($0)\r\n" }.joined() + "\r\n"
    }
}
