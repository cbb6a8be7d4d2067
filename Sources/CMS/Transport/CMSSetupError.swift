/// Why no call can be sent with the settings given.
package enum CMSSetupError: String, Error, CaseIterable, Hashable, Sendable {
    /// There is no base URL.
    case noBaseURL
    /// The CA file cannot be read, or holds no PEM certificate.
    case caFile
    /// The client certificate's file cannot be read, or holds no PEM certificate.
    case certificateFile
    /// The key file cannot be read, or holds no PEM key.
    case keyFile
    /// A key file is named and no certificate file.
    case keyWithoutCertificate
    /// A certificate file is named and no key file.
    case certificateWithoutKey
    /// The server name is empty, or no name.
    case serverName
}
