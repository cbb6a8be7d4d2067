/// Where a server listens.
package enum ListenAddress: Hashable, Sendable {
    /// A host name or an IPv4 or IPv6 address, and a port; port 0 takes any free one.
    case tcp(host: String, port: Int)
    /// A Unix socket; its file is made with mode 0660.
    case unixSocket(path: String)
}

extension ListenAddress: CustomStringConvertible {
    /// `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/rollcall.sock`.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): "unix:\(path)"
        }
    }
}
