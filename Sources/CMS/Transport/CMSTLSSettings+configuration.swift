internal import NIOSSL

extension CMSTLSSettings {
    /// The settings as NIOSSL takes them; the files are read here, once.
    /// - Returns: a configuration that verifies chain and name; it cannot be told not to.
    /// - Throws: which setting is wrong.
    func configuration() throws(CMSSetupError) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        if let caFile {
            configuration.trustRoots = .certificates(try certificates(caFile, else: .caFile))
        }
        switch (certificateFile, keyFile) {
        case (nil, nil): break
        case (nil, _): throw .keyWithoutCertificate
        case (_, nil): throw .certificateWithoutKey
        case (let certificateFile?, let keyFile?):
            configuration.certificateChain =
                try certificates(certificateFile, else: .certificateFile).map { .certificate($0) }
            configuration.privateKey = .privateKey(try key(keyFile))
        }
        return configuration
    }

    /// The name to verify, if it is one.
    /// - Throws: where it is empty or an address: those cannot be asked for (RFC 6066 section 3).
    func checkedServerName() throws(CMSSetupError) -> String? {
        guard let serverName else { return nil }
        let isAddress =
            serverName.contains(":") || serverName.utf8.allSatisfy { $0.isDigit || $0 == 0x2E }
        guard !serverName.isEmpty, !isAddress,
            serverName.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .serverName }
        return serverName
    }

    private func certificates(
        _ file: String,
        else fault: CMSSetupError
    ) throws(CMSSetupError) -> [NIOSSLCertificate] {
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty
        else { throw fault }
        return certificates
    }

    private func key(_ file: String) throws(CMSSetupError) -> NIOSSLPrivateKey {
        guard let key = try? NIOSSLPrivateKey(file: file, format: .pem) else { throw .keyFile }
        return key
    }
}
