internal import NIOCore
internal import NIOSSL

/// The certificate a listener shows.
package struct ServerTLS: Hashable, Sendable {
    /// A PEM file: the certificate, then its chain.
    package var certificateFile: String
    /// A PEM file with the certificate's private key.
    package var keyFile: String

    /// Names the files; they are read when the server starts.
    package init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
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
        return try NIOSSLContext(configuration: configuration)
    }
}
