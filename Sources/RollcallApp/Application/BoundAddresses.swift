package import Gateway

/// Where the two listeners really listen, port 0 having become a port.
package struct BoundAddresses: Hashable, Sendable {
    /// The admin listener.
    package let admin: ListenAddress
    /// The gateway.
    package let gateway: ListenAddress

    /// Creates a pair of addresses.
    package init(admin: ListenAddress, gateway: ListenAddress) {
        self.admin = admin
        self.gateway = gateway
    }
}
