internal import CMS
internal import Gateway
internal import Logging
internal import Roster
internal import StatusEngine

/// Puts the typed settings together from single values, and checks what only shows in company.
struct SettingsAssembly {
    /// The single values.
    var reader: SettingsReader
    /// The way to the secret file, the groups file and the certificates.
    let files: any FileReading
    /// The folder the configuration file lies in, with its closing slash.
    let folder: String
    /// What was in the certificates, keys and CAs: a fingerprint for each setting that names one.
    private(set) var certificates: [SettingKey: Int] = [:]

    /// Begins; settings that are kept are as they were, whatever the sources say.
    init(
        _ sources: SettingsSources,
        configuration path: String?,
        files: some FileReading,
        keeping kept: [ResolvedSetting] = []
    ) {
        reader = SettingsReader(sources, keeping: kept)
        self.files = files
        folder = path?.lastIndex(of: "/").map { String(path?[...$0] ?? "") } ?? ""
    }

    /// Everything wrong so far.
    var problems: [SettingsProblem] { reader.problems }
    /// Takes note of what a certificate, key or CA is, so that another one can be told.
    mutating func note(_ contents: FileContents, for key: SettingKey) {
        certificates[key] = contents.bytes.hashValue
    }

    /// Everything read so far.
    var resolved: [ResolvedSetting] { reader.resolved }

    /// The settings; of use only when there are no problems.
    mutating func settings() -> Settings? {
        let listen = listenAddress()
        let listenTLS = listenTLS()
        let admin = adminAddress(besides: listen)
        let gateway = gatewaySettings()
        let cms = cmsSettings()
        let engine = engineSettings()
        let limits = httpLimits()
        let state = stateSettings()
        let grace = reader.duration(.shutdownGracePeriod)
        let log = logSettings()
        let problemsBefore = problems.count
        let groups = groupDirectory(gateway.vdns)
        // A group of a file with a fault may be the one a key names.
        let mayNameOthers = !engine.groups.intervals.isEmpty || problems.count > problemsBefore
        let groupSettings = groupSettings()
        let access = accessPolicy(
            groups,
            mayLearnGroups: mayNameOthers,
            vdns: gateway.vdns
        )
        let trustedProxies = trustedProxies(listen: listen)
        let operation = operationSettings()
        guard let cms else { return nil }
        var settings = Settings(
            listen: listen,
            listenTLS: listenTLS,
            admin: admin,
            cms: cms,
            engine: engine,
            gateway: gateway,
            limits: limits,
            access: access,
            trustedProxies: trustedProxies,
            state: state,
            gracePeriod: grace,
            log: log,
            groups: groups
        )
        settings.groupSettings = groupSettings
        settings.operation = operation
        return settings
    }

    private mutating func gatewaySettings() -> GatewaySettings {
        var gateway = GatewaySettings(
            vdns: reader.integers(.cmsVDNs).compactMap { VDN($0) },
            defaultWait: reader.duration(.requestsDefaultWait),
            maximumWait: reader.duration(.requestsMaximumWait),
            maximumIDsPerRequest: reader.integer(.requestsMaximumIDs)
        )
        gateway.showsGroupsOfAgents = reader.isTrue(.groupsInAgents)
        checkWaits(gateway)
        return gateway
    }

    private mutating func checkWaits(_ gateway: GatewaySettings) {
        let (key, other) = (SettingKey.requestsDefaultWait, SettingKey.requestsMaximumWait)
        guard gateway.defaultWait > gateway.maximumWait, reader.origin(of: other) != nil
        else { return }
        let longest = DurationText.text(gateway.maximumWait)
        let remedy = "it must be at most \(other.name), which is \(longest)"
        reader.report(key, "is too long", remedy: remedy)
    }

    private mutating func httpLimits() -> HTTPLimits {
        var limits = HTTPLimits()
        limits.maximumHeadBytes = reader.integer(.limitsMaximumHeadSize)
        limits.maximumHeaderCount = reader.integer(.limitsMaximumHeaders)
        limits.maximumTargetBytes = reader.integer(.limitsMaximumTargetSize)
        limits.maximumBodyBytes = reader.integer(.limitsMaximumBodySize)
        limits.maximumConnections = reader.integer(.limitsMaximumConnections)
        limits.headTimeout = reader.duration(.limitsHeadTimeout)
        limits.idleTimeout = reader.duration(.limitsIdleTimeout)
        limits.writeTimeout = reader.duration(.limitsWriteTimeout)
        return limits
    }

    private mutating func engineSettings() -> EngineSettings {
        var engine = EngineSettings()
        engine.timeToLive = reader.duration(.cacheTimeToLive)
        engine.staleWhileRevalidate = reader.duration(.cacheStaleWhileRevalidate)
        engine.staleIfError = reader.duration(.cacheStaleIfError)
        engine.negativeTimeToLive = reader.duration(.cacheNegativeTimeToLive)
        engine.minimumRefreshInterval = reader.durationIfGiven(.cacheMinimumRefreshInterval)
        engine.maximumConcurrentCalls = reader.integer(.cmsMaximumConcurrentCalls)
        engine.maximumWaitingQuestions = reader.integer(.requestsMaximumWaiting)
        engine.maximumWaitingIDs = reader.integer(.requestsMaximumWaitingIDs)
        engine.maximumBytes = reader.integer(.cacheMaximumBytes)
        engine.callQuota = callQuota()
        engine.failbackInterval = reader.duration(.cmsFailbackInterval)
        engine.groups = groupRefreshSettings()
        check(
            .cacheStaleIfError,
            notBelow: .cacheStaleWhileRevalidate,
            engine.staleIfError,
            engine.staleWhileRevalidate
        )
        check(
            .cacheNegativeTimeToLive,
            notBelow: .cacheTimeToLive,
            engine.negativeTimeToLive,
            engine.timeToLive
        )
        return engine
    }

    /// Reports a duration that is shorter than another one which it must cover.
    mutating func check(
        _ key: SettingKey,
        notBelow other: SettingKey,
        _ duration: Duration,
        _ least: Duration
    ) {
        guard duration < least, reader.origin(of: key) != nil, reader.origin(of: other) != nil
        else { return }
        let remedy = "it must be at least \(other.name), which is \(DurationText.text(least))"
        reader.report(key, "is too short", remedy: remedy)
    }

    private mutating func logSettings() -> LogSettings {
        let level = reader.text(.logLevel)
        let format = reader.text(.logFormat)
        return LogSettings(
            level: level.flatMap { .init(rawValue: $0) } ?? .info,
            format: format.flatMap { .init(rawValue: $0) } ?? .text,
            requests: requestLogSettings()
        )
    }
}
