internal import Foundation

/// A complete request as it came over the wire.
package struct SimulatedRequest: Sendable {
    /// The method.
    package var method: String
    /// The target as sent: path and query.
    package var target: String
    /// The headers, names in lower case, in the order sent.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]
    /// The caller's IP address.
    package var address: String

    /// Creates a request.
    package init(
        method: String,
        target: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        address: String
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.address = address
    }

    /// The target without its query.
    package var path: String {
        String(target.prefix { $0 != "?" })
    }

    /// The query's names and values, decoded, in the order sent.
    package var query: [(name: String, value: String)] {
        target.dropFirst(path.count + 1).split(separator: "&")
            .map { item in
                let name = item.prefix { $0 != "=" }
                let value = item.dropFirst(name.count + 1)
                return (Self.decoded(name), Self.decoded(value))
            }
    }

    /// The header's value if it was sent exactly once.
    package func onlyValue(of name: String) -> String? {
        let values = headers.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }

    private static func decoded(_ text: Substring) -> String {
        String(text).removingPercentEncoding ?? String(text)
    }
}
