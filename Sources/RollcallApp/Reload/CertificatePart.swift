internal import CMS
internal import Gateway

/// Certificates that belong together: they come into force together, or none of them does.
enum CertificatePart: CaseIterable, Sendable {
    /// What the gateway's listener shows, and whose clients it believes.
    case listener
    /// How the CMS is known, and what it is shown.
    case cms

    /// The settings that name them.
    var keys: [SettingKey] {
        switch self {
        case .listener:
            [
                .listenCertificateFile, .listenKeyFile, .listenClientCAFile,
                .listenClientCertificates,
            ]
        case .cms: [.cmsCAFile, .cmsCertificateFile, .cmsKeyFile]
        }
    }

    /// All settings that name certificates.
    static let allKeys = Set(allCases.flatMap(\.keys))
}

extension LoadedSettings {
    /// Whether other certificates are named, or others are in the files.
    func hasOther(_ part: CertificatePart, than present: LoadedSettings) -> Bool {
        part.keys.contains { key in
            certificates[key] != present.certificates[key]
                || value(of: key) != present.value(of: key)
        }
    }

    /// Goes by what another reading says of these settings; what they mean is the caller's to copy.
    mutating func take(_ keys: some Collection<SettingKey>, from other: LoadedSettings) {
        for key in keys { certificates[key] = other.certificates[key] }
        let values = Dictionary(other.resolved.map { ($0.key, $0) }) { first, _ in first }
        resolved = resolved.map { keys.contains($0.key) ? values[$0.key] ?? $0 : $0 }
    }

    /// Goes by the certificates of another reading.
    mutating func take(_ part: CertificatePart, from other: LoadedSettings) {
        take(part.keys, from: other)
        switch part {
        case .listener: settings.listenTLS = other.settings.listenTLS
        case .cms:
            let serverName = settings.cms.tls.serverName
            settings.cms.tls = other.settings.cms.tls
            settings.cms.tls.serverName = serverName
        }
    }

    /// Signs calls as another reading says.
    mutating func takeCredentials(from other: LoadedSettings) {
        take(SettingKey.aboutSigning, from: other)
        settings.cms.credentials = other.settings.cms.credentials
        settings.cms.signing = other.settings.cms.signing
    }

    /// The value of a setting, if it has one.
    func value(of key: SettingKey) -> SettingValue? { resolved.first { $0.key == key }?.value }
}
