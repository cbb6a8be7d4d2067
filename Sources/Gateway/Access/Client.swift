/// Who asks, as far as limits are kept.
enum Client: Hashable, Sendable {
    /// The holder of a key, by its name.
    case key(String)
    /// An IPv4 address, or the first 64 bits of an IPv6 one.
    case network(IPAddress)
    /// Whoever asks through a Unix socket and is not vouched for: all of these together.
    case unknown

    /// The client by its address's text.
    init(address text: String?) {
        self = text.flatMap { IPAddress(parsing: $0) }.map { .network($0.network) } ?? .unknown
    }
}
