@testable import Gateway

extension ClientAddress: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let address = IPAddress(parsing: text) else { preconditionFailure("\(text)") }
        self.init(address)
    }
}
