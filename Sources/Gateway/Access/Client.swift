/// Who asks, as far as limits are kept.
enum Client: Hashable, Sendable {
    /// The holder of a key, by its name.
    case key(String)
    /// An IPv4 address, or the first 64 bits of an IPv6 one.
    case network(IPAddress)
    /// Whoever asks through a Unix socket and is not vouched for: all of these together.
    case unknown

    /// The client by its address, where that is known.
    init(at client: ClientAddress?) {
        self = client.map { .network($0.address.network) } ?? .unknown
    }
}
