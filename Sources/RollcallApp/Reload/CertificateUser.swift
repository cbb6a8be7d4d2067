internal import CMS
internal import Gateway

/// A part of rollcall whose connections go by certificates.
protocol CertificateUser: Sendable {
    /// Lets connections that begin from now on go by those these settings name.
    /// - Throws: what is wrong with them; then everything stays as it was.
    func renew(_ settings: Settings) throws(SettingsProblem)
}

extension ListenerService: CertificateUser {
    /// Shows new connections another certificate.
    func renew(_ settings: Settings) throws(SettingsProblem) {
        guard let tls = settings.listenTLS else { return }
        do {
            try server.renew(tls)
        } catch {
            throw SettingsProblem(
                SettingKey.listenCertificateFile.name,
                value: tls.certificateFile,
                "is not usable, or its key is not, or the two do not belong together",
                remedy: "see \(tls.keyFile) too"
            )
        }
    }
}

extension CMSFetcher: CertificateUser {
    /// Knows the CMS by another CA, and shows it another certificate.
    func renew(_ settings: Settings) throws(SettingsProblem) {
        do throws(CMSSetupError) {
            try renew(settings.cms.tls)
        } catch {
            let (key, complaint) = error.settingAtFault
            throw SettingsProblem(key.name, complaint)
        }
    }
}

extension CMSSetupError {
    /// The setting that cannot be used, and why.
    fileprivate var settingAtFault: (key: SettingKey, complaint: String) {
        switch self {
        case .caFile: (.cmsCAFile, "holds no certificate in PEM")
        case .certificateFile: (.cmsCertificateFile, "holds no certificate in PEM")
        case .keyFile: (.cmsKeyFile, "holds no private key in PEM, or that of another certificate")
        case .keyWithoutCertificate: (.cmsKeyFile, "has no certificate")
        case .certificateWithoutKey: (.cmsCertificateFile, "has no private key")
        case .serverName: (.cmsServerName, "is not a name")
        case .noBaseURL: (.cmsBaseURLs, "is empty")
        }
    }
}
