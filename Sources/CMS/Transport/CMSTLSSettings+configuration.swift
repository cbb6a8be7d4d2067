internal import JSONScanning
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
    /// - Throws: where it is none that can be asked for.
    func checkedServerName() throws(CMSSetupError) -> String? {
        guard let serverName else { return nil }
        guard Self.isServerName(serverName) else { throw .serverName }
        return serverName
    }

    /// Whether a text is a name that TLS can ask for: no address, no port, no dot at its end (RFC
    /// 6066 section 3), and no more than 253 bytes.
    package static func isServerName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253 && labels.allSatisfy(isLabel)
            && labels.last?.allSatisfy(\.isDigit) == false
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count)
            && label.allSatisfy { byte in
                byte.isDigit || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
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
