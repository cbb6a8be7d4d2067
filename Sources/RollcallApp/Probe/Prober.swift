internal import CMS
internal import Gateway
internal import Roster
internal import StatusEngine

/// Sends one signed call to each base URL and judges how it went.
struct Prober: Sendable {
    private let cms: CMSSettings
    private let vdn: VDN?
    private let agent: AgentID
    private let fetcher: any StatusFetcher
    private let skew: SkewNote
    private let inspector: any EndpointInspecting
    private let now: @Sendable () -> Timestamp

    init(
        _ settings: Settings,
        fetcher: any StatusFetcher,
        skew: SkewNote,
        inspector: any EndpointInspecting,
        now: @escaping @Sendable () -> Timestamp
    ) {
        cms = settings.cms
        vdn = settings.gateway.vdns.first
        agent = Self.agent(settings)
        self.fetcher = fetcher
        self.skew = skew
        self.inspector = inspector
        self.now = now
    }

    /// Probes one base URL after the other, and stops where going on would do harm.
    /// - Returns: a verdict for each that was tried.
    func run(_ tell: (BaseURL, ProbeVerdict) -> Void) async -> [ProbeVerdict] {
        guard let vdn else { return [] }
        var verdicts: [ProbeVerdict] = []
        for (endpoint, url) in cms.baseURLs.enumerated() {
            let verdict = await probe(endpoint, url, vdn)
            tell(url, verdict)
            verdicts.append(verdict)
            if verdict.endsProbing { break }
        }
        return verdicts
    }

    private func probe(_ endpoint: Int, _ url: BaseURL, _ vdn: VDN) async -> ProbeVerdict {
        let call = StatusCall(
            id: CallID(UInt64(endpoint) + 1),
            vdn: vdn,
            agents: [agent],
            endpoint: endpoint
        )
        switch await fetcher.fetch(call) {
        case .success: return .usable(clockSkew: skew.take())
        case .failure(let failure):
            return ProbeVerdict(failure, await circumstances(of: failure, url), at: url)
        }
    }

    private func circumstances(
        of failure: CallFailure,
        _ url: BaseURL
    ) async -> ProbeCircumstances {
        var found = ProbeCircumstances()
        switch failure.code {
        case .connectFailed: found.nameResolves = await inspector.resolves(url)
        case .tlsFailed:
            let name = cms.tls.serverName
            found.certificate = .init(
                await inspector.certificateDates(url, serverName: name),
                detail: failure.detail,
                now: now().seconds
            )
        default: break
        }
        return found
    }

    /// The first agent of the default VDN's groups, or the lowest id there is.
    static func agent(_ settings: Settings) -> AgentID {
        let groups = settings.gateway.vdns.first.map { settings.groups.groups(in: $0) }
        return groups?.first?.ids.first ?? AgentID(unchecked: 101)
    }
}
