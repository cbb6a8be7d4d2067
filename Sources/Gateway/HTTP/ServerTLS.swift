internal import NIOCore
internal import NIOSSL

/// The certificate a listener shows, and those it wants to see.
package struct ServerTLS: Hashable, Sendable {
    /// A PEM file: the certificate, then its chain.
    package var certificateFile: String
    /// A PEM file with the certificate's private key.
    package var keyFile: String

    /// A PEM file with the authorities that certify clients; without it none is asked for a
    /// certificate.
    package var clientAuthorityFile: String?
    /// Whether a client without a certificate is turned away; one with a wrong certificate always
    /// is.
    package var requiresClientCertificate: Bool

    /// Names the files; they are read when the server starts.
    package init(
        certificateFile: String,
        keyFile: String,
        clientAuthorityFile: String? = nil,
        requiresClientCertificate: Bool = true
    ) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        self.clientAuthorityFile = clientAuthorityFile
        self.requiresClientCertificate = requiresClientCertificate
    }

    /// Reads the files.
    /// - Throws: NIOSSL's error when one cannot be read or the two do not belong together.
    func makeContext() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificateFile)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: keyFile, format: .pem))
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let clientAuthorityFile {
            let authorities = try NIOSSLCertificate.fromPEMFile(clientAuthorityFile)
            configuration.trustRoots = .certificates(authorities)
            // A client has no host name to verify.
            configuration.certificateVerification =
                requiresClientCertificate ? .noHostnameVerification : .optionalVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
