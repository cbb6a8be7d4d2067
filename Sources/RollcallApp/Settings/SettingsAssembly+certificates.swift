internal import Gateway
internal import NIOSSL

/// Certificates, keys and authorities, which are checked as TLS will read them.
extension SettingsAssembly {
    /// The largest key or certificate read, in bytes.
    private static var maximumKeyFileSize: Int { 1 << 20 }

    /// The path of a file of authorities.
    mutating func authoritiesPath(_ key: SettingKey) -> String? {
        guard let path = path(key) else { return nil }
        if let contents = contents(of: key, at: path) { _ = certificates(in: contents, key) }
        return path
    }

    /// A certificate and its key: both or neither.
    mutating func certificateFiles(
        _ certificate: SettingKey,
        _ key: SettingKey
    ) -> ServerTLS? {
        let paths = (path(certificate), path(key))
        switch (reader.isGiven(certificate), reader.isGiven(key)) {
        case (true, false):
            reader.report(certificate, "has no private key", remedy: "give \(key.name) too")
        case (false, true):
            reader.report(key, "has no certificate", remedy: "give \(certificate.name) too")
        default: break
        }
        let chain = paths.0.flatMap { contents(of: certificate, at: $0) }
            .flatMap { certificates(in: $0, certificate) }
        let privateKey = paths.1.flatMap { self.privateKey(key, at: $0) }
        if let chain, let privateKey, !PEMFile.belongTogether(chain, privateKey) {
            let other = "the first certificate of \(certificate.name)"
            reader.report(key, "is not the key of \(other)")
        }
        guard let certificate = paths.0, let key = paths.1 else { return nil }
        return ServerTLS(certificateFile: certificate, keyFile: key)
    }

    /// Reports what others may do with a file that holds secrets and may not.
    mutating func report(exposureOf contents: FileContents, at path: String, for key: SettingKey) {
        guard let exposure = contents.exposure else { return }
        reader.report(key, exposure, remedy: FileContents.remedy(forExposureOf: path))
    }

    private mutating func contents(of key: SettingKey, at path: String) -> FileContents? {
        do throws(FileTrouble) {
            let contents = try files.read(path, atMost: Self.maximumKeyFileSize)
            note(contents, for: key)
            return contents
        } catch {
            reader.report(key, "\(error)")
            return nil
        }
    }

    private mutating func certificates(
        in contents: FileContents,
        _ key: SettingKey
    ) -> [NIOSSLCertificate]? {
        do throws(SettingComplaint) {
            return try PEMFile.certificates(contents.bytes)
        } catch {
            reader.report(key, error.complaint)
            return nil
        }
    }

    /// A private key that nobody but its owner and its group may read.
    private mutating func privateKey(_ key: SettingKey, at path: String) -> NIOSSLPrivateKey? {
        guard let contents = contents(of: key, at: path) else { return nil }
        report(exposureOf: contents, at: path, for: key)
        do throws(SettingComplaint) {
            return try PEMFile.privateKey(contents.bytes)
        } catch {
            reader.report(key, error.complaint)
            return nil
        }
    }
}
