internal import NIOHTTP1

/// Who asks over one connection: settled when it is accepted, unless a trusted proxy has to say so
/// of each request.
enum ClientSource: Hashable, Sendable {
    /// The same client always; nothing where it has no address.
    case client(ClientAddress?)
    /// A proxy that is trusted.
    case proxy(Peer)

    /// What is known of a connection from its other end.
    init(_ peer: Peer, _ proxies: TrustedProxies) {
        guard !proxies.trusts(peer) else {
            self = .proxy(peer)
            return
        }
        self = .client(proxies.client(of: peer, [:]).map(ClientAddress.init))
    }

    /// The client's address, where it is known; the fields are made only for a proxy's.
    func client(
        _ headers: @autoclosure () -> HTTPHeaders,
        _ proxies: TrustedProxies
    ) -> ClientAddress? {
        switch self {
        case .client(let address): address
        case .proxy(let peer): proxies.client(of: peer, headers()).map(ClientAddress.init)
        }
    }
}
