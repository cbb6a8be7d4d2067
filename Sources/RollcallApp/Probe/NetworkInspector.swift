package import CMS
package import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Looks at base URLs over the network; no byte of HTTP is sent.
package struct NetworkInspector: EndpointInspecting {
    private let group: any EventLoopGroup
    private let timeout: TimeAmount

    /// Creates an inspector whose connections live on the group, and each for the time-out at most.
    package init(_ group: any EventLoopGroup, timeout: Duration) {
        self.group = group
        self.timeout = .init(timeout)
    }

    /// Asks the resolver.
    package func resolves(_ url: BaseURL) async -> Bool {
        let address = try? await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(url.host, port: url.port)
        }
        return address != nil
    }

    /// Begins a TLS handshake, looks at the certificate, and breaks it off.
    package func certificateDates(
        _ url: BaseURL,
        serverName: String?
    ) async -> CertificateDates? {
        let seen = group.any().makePromise(of: CertificateDates?.self)
        do {
            let context = try NIOSSLContext(configuration: .makeClientConfiguration())
            let channel = try await bootstrap(context, serverName ?? Self.name(url), seen)
                .connect(host: url.host, port: url.port)
                .get()
            channel.closeFuture.whenComplete { _ in seen.succeed(nil) }
            // Who accepts a connection and says nothing is no reason to wait for ever.
            let end = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in end.cancel() }
        } catch {
            seen.succeed(nil)
        }
        return try? await seen.futureResult.get()
    }

    private func bootstrap(
        _ context: NIOSSLContext,
        _ name: String?,
        _ seen: EventLoopPromise<CertificateDates?>
    ) -> ClientBootstrap {
        ClientBootstrap(group: group)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context,
                        serverHostname: name,
                        customVerificationCallback: { chain, verdict in
                            seen.succeed(chain.first.map(CertificateDates.init))
                            verdict.succeed(.failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
    }

    /// The name to ask for over TLS, which an address is not (RFC 6066 section 3).
    private static func name(_ url: BaseURL) -> String? {
        let isAddress = url.host.contains(":") || url.host.allSatisfy { $0.isNumber || $0 == "." }
        return isAddress ? nil : url.host
    }
}

extension CertificateDates {
    fileprivate init(_ certificate: NIOSSLCertificate) {
        self.init(
            start: Int64(certificate.notValidBefore),
            end: Int64(certificate.notValidAfter)
        )
    }
}
