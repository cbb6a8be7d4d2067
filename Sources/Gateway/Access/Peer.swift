internal import NIOCore

/// Who is at the other end of a connection.
package enum Peer: Hashable, Sendable {
    /// Whoever may open our Unix socket.
    case unixSocket
    /// Whoever has this address.
    case address(IPAddress)

    /// The peer of a connection; one without an address came through a Unix socket.
    init(_ address: SocketAddress?) {
        self = address.flatMap { IPAddress($0) }.map(Peer.address) ?? .unixSocket
    }
}
