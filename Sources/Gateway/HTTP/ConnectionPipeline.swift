internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Fits a connection's handlers together: TLS, connection, and the parser behind it.
struct ConnectionPipeline: Sendable {
    /// What all connections of the server share.
    let shared: ConnectionContext
    /// The certificate, where TLS is spoken.
    let certificate: CertificateInForce

    /// Adds the handlers; to be called on the channel's event loop.
    func install(
        on channel: any Channel,
        dates: DateCache,
        number: UInt64,
        fault: HTTPFault? = nil
    ) throws {
        let connection = ConnectionHandler(
            shared: shared,
            channel: channel,
            dates: dates,
            number: number,
            fault: fault
        )
        let pipeline = channel.pipeline.syncOperations
        if let tls = certificate.context {
            connection.state.handshakeBegan(now: channel.eventLoop.now)
            try pipeline.addHandler(NIOSSLServerHandler(context: tls))
        }
        let parser = ByteToMessageHandler(decoder)
        try pipeline.addHandler(parser)
        try pipeline.addHandler(PartsHandler(connection: connection))
        // Last, since on a channel that is open already it begins at once.
        try pipeline.addHandler(connection, position: .before(parser))
    }

    private var decoder: HTTPRequestDecoder {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = shared.limits.maximumHeadBytes
        configuration.maxHeaderListSize = shared.limits.maximumHeadBytes
        configuration.maxHeaderFieldCount = shared.limits.maximumHeaderCount
        return HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes,
            limitConfiguration: configuration
        )
    }
}
