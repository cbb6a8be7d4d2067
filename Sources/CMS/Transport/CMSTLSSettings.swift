/// How the CMS is known, and how we make ourselves known to it, on the TLS level.
package struct CMSTLSSettings: Hashable, Sendable {
    /// PEM file of the CAs to trust instead of the system's.
    package var caFile: String?
    /// PEM file of our certificate and those between it and its root.
    package var certificateFile: String?
    /// PEM file of our certificate's key.
    package var keyFile: String?
    /// The name to ask for and to find in the CMS's certificate, where it is not the host's.
    package var serverName: String?

    /// Creates settings; the defaults trust the system's CAs and send no certificate.
    package init(
        caFile: String? = nil,
        certificateFile: String? = nil,
        keyFile: String? = nil,
        serverName: String? = nil
    ) {
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.serverName = serverName
    }
}
