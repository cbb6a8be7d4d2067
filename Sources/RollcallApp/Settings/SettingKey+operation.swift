// How a running rollcall takes in changes, and how it ends.
extension SettingKey {
    static let reloadInterval = SettingKey(
        "reload.interval",
        .duration(.zero ... .seconds(3_600)),
        .standard("5s"),
        "How often the files of the settings are looked at for changes; 0s: only on SIGHUP."
    )
    static let shutdownDrainDelay = SettingKey(
        "shutdown.drainDelay",
        .duration(.zero ... .seconds(300)),
        .standard("0s"),
        "How long /readyz fails after SIGTERM or SIGINT before the listener closes."
    )

    /// The settings a reload can change; any other needs a restart.
    static let changeableWhileRunning: Set<SettingKey> = [
        cmsAccessKey, cmsSecretKey, cmsSecretKeyFile, cmsSigningTimestamp,
        cmsSigningSignedHeaders, cmsSigningEmptyQueryLine, cmsMaximumConcurrentCalls,
        cacheTimeToLive, cacheStaleWhileRevalidate, cacheStaleIfError,
        cacheNegativeTimeToLive, cacheMinimumRefreshInterval, requestsDefaultWait,
        requestsMaximumWait, requestsMaximumIDs, requestsMaximumWaiting,
        requestsMaximumWaitingIDs, accessKeysFile, accessRateLimitRequests, accessRateLimitWindow,
        accessRateLimitBurst, accessMaximumWaiting, accessAllowedOrigins, logLevel, groupsFile,
        userGroupsEnabled, userGroupsRefreshInterval, userGroupsPrefix, userGroupsQualityCheckers,
        skillQueuesEnabled, skillQueuesRefreshInterval, skillQueuesPrefix, signedInAgentsEnabled,
        signedInAgentsRefreshInterval, signedInAgentsPrefix, groupsGraceTime, groupsAgentNames,
        groupsInAgents, listenCertificateFile, listenKeyFile, listenClientCAFile,
        listenClientCertificates, cmsCAFile, cmsCertificateFile, cmsKeyFile,
    ]

    /// The settings that say how calls are signed.
    static let aboutSigning = [
        cmsAccessKey, cmsSecretKey, cmsSecretKeyFile, cmsSigningTimestamp,
        cmsSigningSignedHeaders, cmsSigningEmptyQueryLine,
    ]
}
