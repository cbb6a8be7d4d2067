/// The key pair the CMS knows a caller by (contract section 2).
package struct Credentials: Hashable, Sendable {
    /// AK, sent with every call.
    package let accessKey: String
    /// SK, never sent and never shown.
    package let secretKey: String

    /// Creates a key pair.
    package init(accessKey: String, secretKey: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }
}

extension Credentials: CustomStringConvertible, CustomReflectable {
    /// The access key alone, so that printing cannot give the secret away.
    package var description: String { "Credentials(accessKey: \(accessKey))" }

    /// The access key alone, so that dumping cannot give the secret away.
    package var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}
