extension SettingKey {
    /// Every setting there is, in the order of the documentation.
    package static let all: [SettingKey] =
        listening + administration + cms + signing + cmsTLS
        + caching + requests + limits + access + groups + state + running

    private static let listening = [
        listenHost, listenPort, listenUnixSocket, listenEventLoops, listenCertificateFile,
        listenKeyFile, listenClientCAFile, listenClientCertificates,
    ]
    private static let administration = [adminHost, adminPort]
    private static let cms = [
        cmsBaseURLs, cmsCCID, cmsVDNs, cmsAccessKey, cmsSecretKey, cmsSecretKeyFile,
        cmsConnectTimeout, cmsRequestTimeout, cmsMaximumBodySize, cmsMaximumConcurrentCalls,
        cmsCallQuotaCalls, cmsCallQuotaWindow, cmsFailbackInterval, cmsSendTraceparent,
    ]
    private static let signing = [
        cmsSigningTimestamp, cmsSigningSignedHeaders, cmsSigningEmptyQueryLine,
    ]
    private static let cmsTLS = [cmsCAFile, cmsCertificateFile, cmsKeyFile, cmsServerName]
    private static let caching = [
        cacheTimeToLive, cacheStaleWhileRevalidate, cacheStaleIfError, cacheNegativeTimeToLive,
        cacheMinimumRefreshInterval, cacheMaximumBytes,
    ]
    private static let requests = [
        requestsDefaultWait, requestsMaximumWait, requestsMaximumIDs, requestsMaximumWaiting,
        requestsMaximumWaitingIDs,
    ]
    private static let limits = [
        limitsMaximumHeadSize, limitsMaximumHeaders, limitsMaximumTargetSize,
        limitsMaximumBodySize, limitsMaximumConnections, limitsHeadTimeout, limitsIdleTimeout,
        limitsWriteTimeout,
    ]
    private static let access = [
        accessKeysFile, accessRateLimitRequests, accessRateLimitWindow, accessRateLimitBurst,
        accessMaximumWaiting, accessTrustedProxies, accessAllowedOrigins,
    ]
    private static let groups = [
        groupsFile, userGroupsEnabled, userGroupsRefreshInterval, userGroupsPrefix,
        userGroupsQualityCheckers, skillQueuesEnabled, skillQueuesRefreshInterval,
        skillQueuesPrefix, signedInAgentsEnabled, signedInAgentsRefreshInterval,
        signedInAgentsPrefix, groupsGraceTime, groupsCallSharePercent, groupsAgentNames,
        groupsInAgents, groupsQueryParam,
    ]
    private static let state = [stateDirectory, stateSnapshotInterval]
    private static let running = [
        reloadInterval, shutdownDrainDelay, shutdownGracePeriod, logLevel, logFormat,
        logRequestsMode, logRequestsSampleOneIn,
    ]
}

// Where rollcall listens.
extension SettingKey {
    static let listenHost = SettingKey(
        "listen.host",
        .host,
        .standard("127.0.0.1"),
        "Name or address the gateway listens on."
    )
    static let listenPort = SettingKey(
        "listen.port",
        .integer(1...65_535),
        .standard("8080"),
        "Port the gateway listens on."
    )
    static let listenUnixSocket = SettingKey(
        "listen.unixSocket",
        .path,
        .optional,
        "Unix socket the gateway listens on, instead of host and port."
    )
    static let listenEventLoops = SettingKey(
        "listen.eventLoops",
        .integer(1...256),
        .optional,
        "Threads that serve connections, each with an event loop; without it one a core."
    )
    static let listenCertificateFile = SettingKey(
        "listen.tls.certificateFile",
        .path,
        .optional,
        "Certificate chain in PEM; with it the gateway speaks HTTPS."
    )
    static let listenKeyFile = SettingKey(
        "listen.tls.keyFile",
        .path,
        .optional,
        "The certificate's private key in PEM; nobody but owner and group may read it."
    )
    static let adminHost = SettingKey(
        "admin.host",
        .host,
        .standard("127.0.0.1"),
        "Name or address of the admin listener: /metrics, /healthz, /readyz."
    )
    static let adminPort = SettingKey(
        "admin.port",
        .integer(1...65_535),
        .standard("9464"),
        "Port of the admin listener."
    )
}

// The CMS and how to reach it.
extension SettingKey {
    static let cmsBaseURLs = SettingKey(
        "cms.baseURLs",
        .urls,
        .required,
        "Where the CMS is; the first that answers is used."
    )
    static let cmsCCID = SettingKey(
        "cms.ccId",
        .integer(1...65_535),
        .required,
        "The contact centre's number."
    )
    static let cmsVDNs = SettingKey(
        "cms.vdns",
        .integers(1...5_000),
        .required,
        "The virtual domains that are served; the first is the default."
    )
    static let cmsAccessKey = SettingKey(
        "cms.accessKey",
        .accessKey,
        .required,
        "The access key (AK) every call names."
    )
    static let cmsSecretKey = SettingKey(
        "cms.secretKey",
        .secret,
        .optional,
        isSecret: true,
        "The secret key (SK) calls are signed with; cms.secretKeyFile is the better place."
    )
    static let cmsSecretKeyFile = SettingKey(
        "cms.secretKeyFile",
        .path,
        .optional,
        "File that holds the secret key; nobody but owner and group may read it (chmod 640)."
    )
    static let cmsConnectTimeout = SettingKey(
        "cms.connectTimeout",
        .duration(.milliseconds(10) ... .seconds(60)),
        .standard("2s"),
        "Longest wait for a connection to the CMS, TLS included."
    )
    static let cmsRequestTimeout = SettingKey(
        "cms.requestTimeout",
        .duration(.milliseconds(10) ... .seconds(300)),
        .standard("10s"),
        "Longest wait for a whole answer of the CMS."
    )
    static let cmsMaximumBodySize = SettingKey(
        "cms.maximumBodySize",
        .size((64 << 10)...(1 << 30)),
        .standard("32MiB"),
        "Largest answer accepted from the CMS; 6000 agents take some 3MiB."
    )
    static let cmsMaximumConcurrentCalls = SettingKey(
        "cms.maximumConcurrentCalls",
        .integer(1...64),
        .standard("4"),
        "Calls in flight to the CMS at once."
    )
}

// How long answers are good for.
extension SettingKey {
    static let cacheTimeToLive = SettingKey(
        "cache.timeToLive",
        .duration(.milliseconds(100) ... .seconds(3_600)),
        .standard("2s"),
        "A younger answer is given at once."
    )
    static let cacheStaleWhileRevalidate = SettingKey(
        "cache.staleWhileRevalidate",
        .duration(.zero ... .seconds(86_400)),
        .standard("10s"),
        "For so long after the time to live an answer is given at once and refreshed behind it."
    )
    static let cacheStaleIfError = SettingKey(
        "cache.staleIfError",
        .duration(.zero ... .seconds(86_400)),
        .standard("5m"),
        "For so long after the time to live an answer is given while the CMS fails."
    )
    static let cacheMinimumRefreshInterval = SettingKey(
        "cache.minimumRefreshInterval",
        .duration(.zero ... .seconds(3_600)),
        .optional,
        "The least time between looks at one agent that requests force; else cache.timeToLive."
    )
    static let cacheNegativeTimeToLive = SettingKey(
        "cache.negativeTimeToLive",
        .duration(.milliseconds(100) ... .seconds(86_400)),
        .standard("30s"),
        "An agent the CMS did not report is not asked for again before."
    )
    static let cacheMaximumBytes = SettingKey(
        "cache.maximumBytes",
        .size((1 << 20)...(64 << 30)),
        .standard("256MiB"),
        "What the observations may occupy in memory."
    )
}

// What clients may ask.
extension SettingKey {
    static let requestsDefaultWait = SettingKey(
        "requests.defaultWait",
        .duration(.milliseconds(100) ... .seconds(300)),
        .standard("5s"),
        "How long a request waits for the CMS when it names no time itself (Prefer: wait)."
    )
    static let requestsMaximumWait = SettingKey(
        "requests.maximumWait",
        .duration(.milliseconds(100) ... .seconds(300)),
        .standard("30s"),
        "The longest wait a request can name; longer ones are cut to it."
    )
    static let requestsMaximumIDs = SettingKey(
        "requests.maximumIds",
        .integer(1...989_899),
        .standard("60000"),
        "Agents one request may ask for."
    )
    static let requestsMaximumWaiting = SettingKey(
        "requests.maximumWaiting",
        .integer(1...1_000_000),
        .standard("10000"),
        "Requests that may wait for the CMS at once; more are refused as overloaded."
    )
    static let requestsMaximumWaitingIDs = SettingKey(
        "requests.maximumWaitingIds",
        .integer(1...100_000_000),
        .standard("4000000"),
        "Agents all waiting requests may ask for together; more are refused as overloaded."
    )
    static let limitsMaximumHeadSize = SettingKey(
        "limits.maximumHeadSize",
        .size((1 << 10)...(1 << 20)),
        .standard("32KiB"),
        "Largest request line and headers."
    )
    static let limitsMaximumHeaders = SettingKey(
        "limits.maximumHeaders",
        .integer(8...10_000),
        .standard("100"),
        "Most headers in a request."
    )
    static let limitsMaximumTargetSize = SettingKey(
        "limits.maximumTargetSize",
        .size(256...(1 << 20)),
        .standard("16KiB"),
        "Largest request target: path and query."
    )
    static let limitsMaximumBodySize = SettingKey(
        "limits.maximumBodySize",
        .size(0...(64 << 20)),
        .standard("1MiB"),
        "Largest request body; 60,000 ids take some 600KiB."
    )
}

// Connections, shutdown and logging.
extension SettingKey {
    static let limitsMaximumConnections = SettingKey(
        "limits.maximumConnections",
        .integer(1...1_000_000),
        .standard("4096"),
        "Connections served at once; further ones are refused. Never more than the descriptors allow."
    )
    static let limitsHeadTimeout = SettingKey(
        "limits.headTimeout",
        .duration(.milliseconds(100) ... .seconds(600)),
        .standard("10s"),
        "Longest time a request's head may take to arrive, and then its body."
    )
    static let limitsIdleTimeout = SettingKey(
        "limits.idleTimeout",
        .duration(.milliseconds(100) ... .seconds(3_600)),
        .standard("75s"),
        "A connection without a request is closed after it; longer than nginx's 60s."
    )
    static let limitsWriteTimeout = SettingKey(
        "limits.writeTimeout",
        .duration(.milliseconds(100) ... .seconds(600)),
        .standard("30s"),
        "A client that reads nothing, or next to nothing, of its answer for so long is cut off."
    )
    static let shutdownGracePeriod = SettingKey(
        "shutdown.gracePeriod",
        .duration(.zero ... .seconds(600)),
        .standard("20s"),
        "How long requests that have begun may take to finish after SIGTERM or SIGINT."
    )
    static let logLevel = SettingKey(
        "log.level",
        .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
        .standard("info"),
        "The least severe lines that are written."
    )
    static let logFormat = SettingKey(
        "log.format",
        .choice(["text", "json"]),
        .standard("text"),
        "How a log line is written to standard error."
    )
}
