internal import NIOSSL
internal import Synchronization

/// The certificate new connections are shown; another one can take its place while the server listens.
final class CertificateInForce: Sendable {
    /// Read for each connection, on its event loop; written by reloads.
    private let held = Mutex<NIOSSLContext?>(nil)

    /// Creates one that holds nothing: connections speak plain HTTP.
    init() {}

    /// What a connection that begins now goes by; nothing where no TLS is spoken.
    var context: NIOSSLContext? { held.withLock { $0 } }

    /// Lets connections that begin from now on go by another one.
    func use(_ context: NIOSSLContext?) { held.withLock { $0 = context } }
}
