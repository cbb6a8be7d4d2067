/// The IP address a request comes from, and its text, made once.
package struct ClientAddress: Hashable, Sendable {
    /// The address.
    package let address: IPAddress
    /// As it is written in the log.
    package let text: String

    /// Creates it from an address.
    package init(_ address: IPAddress) {
        self.address = address
        text = address.description
    }
}
