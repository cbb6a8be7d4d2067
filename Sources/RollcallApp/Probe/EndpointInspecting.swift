package import CMS

/// Looks at a base URL without sending a request: the network in the program, a script in tests.
package protocol EndpointInspecting: Sendable {
    /// Whether the host's name leads to an address.
    func resolves(_ url: BaseURL) async -> Bool

    /// The dates of the certificate that is shown there, if one is.
    func certificateDates(_ url: BaseURL, serverName: String?) async -> CertificateDates?
}
