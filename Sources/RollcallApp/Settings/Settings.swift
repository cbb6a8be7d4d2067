package import CMS
package import Gateway
package import Roster
package import StatusEngine

/// Everything rollcall is told once, as typed values that are known to be allowed.
package struct Settings: Sendable {
    /// Where the gateway listens.
    package var listen: ListenAddress
    /// The gateway's certificate; nothing for plain HTTP.
    package var listenTLS: ServerTLS?
    /// Where the admin listener listens.
    package var admin: ListenAddress
    /// The CMS and how to reach it.
    package var cms: CMSSettings
    /// Freshness and the guarding of the CMS.
    package var engine: EngineSettings
    /// The VDNs and what clients may ask.
    package var gateway: GatewaySettings
    /// What one connection may cost.
    package var limits: HTTPLimits
    /// Who may ask, what, and how often.
    package var access: AccessPolicy
    /// Whose word on a client's address is taken.
    package var trustedProxies: TrustedProxies
    /// Where what outlives rollcall is kept, if anywhere.
    package var state: StateSettings?
    /// How long requests that have begun may take to finish at the end.
    package var gracePeriod: Duration
    /// What is logged, and how.
    package var log: LogSettings
    /// The groups of the file, of every VDN.
    package var groups: GroupDirectory
    /// How the groups learnt from the CMS are shown.
    package var groupSettings = GroupSettings()
    /// How changes are taken in, and how it ends.
    package var operation = OperationSettings()

    /// Creates settings; what is left out holds its default.
    package init(
        listen: ListenAddress,
        listenTLS: ServerTLS? = nil,
        admin: ListenAddress,
        cms: CMSSettings,
        engine: EngineSettings = EngineSettings(),
        gateway: GatewaySettings,
        limits: HTTPLimits = HTTPLimits(),
        access: AccessPolicy = .open,
        trustedProxies: TrustedProxies = .none,
        state: StateSettings? = nil,
        gracePeriod: Duration = .seconds(20),
        log: LogSettings = LogSettings(),
        groups: GroupDirectory = GroupDirectory([:])
    ) {
        self.listen = listen
        self.listenTLS = listenTLS
        self.admin = admin
        self.cms = cms
        self.engine = engine
        self.gateway = gateway
        self.limits = limits
        self.access = access
        self.trustedProxies = trustedProxies
        self.state = state
        self.gracePeriod = gracePeriod
        self.log = log
        self.groups = groups
    }
}
