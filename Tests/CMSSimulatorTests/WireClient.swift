internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Testing

/// A client that sends bytes as they are and reads answers by their `Content-Length`.
struct WireClient {
    struct Answer {
        var status: String
        var headers: [String: String]
        var body: String
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received = ByteBuffer()

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects for as long as `body` takes.
    static func connect<Result: Sendable>(
        to port: Int,
        trusting certificate: String? = nil,
        _ body: (inout WireClient) async throws -> Result
    ) async throws -> Result {
        let tls = try certificate.map(context)
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let handler = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = WireClient(inbound, outbound)
            return try await body(&client)
        }
    }

    private static func context(trusting certificate: String) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        let root = try NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem)
        configuration.trustRoots = .certificates([root])
        return try NIOSSLContext(configuration: configuration)
    }

    /// Sends text as it is.
    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// The next answer, whole.
    mutating func answer() async throws -> Answer {
        while true {
            if let answer = takeAnswer() { return answer }
            var bytes = try #require(try await inbound.next(isolation: #isolation))
            received.writeBuffer(&bytes)
        }
    }

    /// Everything until the other side closes.
    mutating func rest() async throws -> String {
        while var bytes = try await nextOrEnd() { received.writeBuffer(&bytes) }
        return String(buffer: received)
    }

    /// A connection that is reset has ended, too.
    private mutating func nextOrEnd() async throws -> ByteBuffer? {
        do { return try await inbound.next(isolation: #isolation) } catch is IOError { return nil }
    }

    private mutating func takeAnswer() -> Answer? {
        let text = String(buffer: received)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let name = line.prefix { $0 != ":" }
            headers[name.lowercased()] = String(line.dropFirst(name.count + 2))
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        let body = text[end.upperBound...].utf8
        guard body.count >= length else { return nil }
        received.moveReaderIndex(forwardBy: text[..<end.upperBound].utf8.count + length)
        return Answer(
            status: lines.first ?? "",
            headers: headers,
            body: String(decoding: body.prefix(length), as: UTF8.self)
        )
    }
}
