@testable import Gateway

extension ClientAddress: ExpressibleByStringLiteral {
    /// Creates the address a test writes out.
    public init(stringLiteral text: String) {
        guard let address = IPAddress(parsing: text) else { preconditionFailure("\(text)") }
        self.init(address)
    }
}
