// How the CMS is guarded.
extension SettingKey {
    static let cmsCallQuotaCalls = SettingKey(
        "cms.callQuota.calls",
        .integer(1...100_000),
        .optional,
        "Calls the CMS may get in any cms.callQuota.window; without both there is no quota."
    )
    static let cmsCallQuotaWindow = SettingKey(
        "cms.callQuota.window",
        .duration(.milliseconds(100) ... .seconds(86_400)),
        .optional,
        "The time in which cms.callQuota.calls may leave, wherever it begins."
    )
    static let cmsFailbackInterval = SettingKey(
        "cms.failbackInterval",
        .duration(.seconds(1) ... .seconds(86_400)),
        .standard("1m"),
        "How long after leaving the first base URL it is tried again."
    )
}

// How calls are signed, and TLS towards the CMS.
extension SettingKey {
    static let cmsSigningTimestamp = SettingKey(
        "cms.signing.timestamp",
        .choice(["milliseconds", "seconds"]),
        .standard("milliseconds"),
        "How finely a signature's time is written."
    )
    static let cmsSigningSignedHeaders = SettingKey(
        "cms.signing.signedHeaders",
        .choice(["all", "host"]),
        .standard("all"),
        "Which headers are signed: content-length;content-type;host, or host alone."
    )
    static let cmsSigningEmptyQueryLine = SettingKey(
        "cms.signing.emptyQueryLine",
        .choice(["omit", "blank"]),
        .standard("omit"),
        "What stands for an absent query in the signed text: no line, or a blank one."
    )
    static let cmsCAFile = SettingKey(
        "cms.tls.caFile",
        .path,
        .optional,
        "Certificate authorities in PEM that are trusted instead of the system's."
    )
    static let cmsCertificateFile = SettingKey(
        "cms.tls.certificateFile",
        .path,
        .optional,
        "Client certificate chain in PEM."
    )
    static let cmsKeyFile = SettingKey(
        "cms.tls.keyFile",
        .path,
        .optional,
        "The client certificate's private key in PEM; nobody but owner and group may read it."
    )
    static let cmsServerName = SettingKey(
        "cms.tls.serverName",
        .hostName,
        .optional,
        "Name asked for and verified in TLS, where it is not the host of the address."
    )
}

// What outlives rollcall.
extension SettingKey {
    static let stateDirectory = SettingKey(
        "state.directory",
        .directory,
        .optional,
        "Where a lock-out and what is known of the agents outlive a restart."
    )
    static let stateSnapshotInterval = SettingKey(
        "state.snapshotInterval",
        .duration(.seconds(1) ... .seconds(86_400)),
        .standard("1m"),
        "How often what is known of the agents is written to state.directory."
    )
}
