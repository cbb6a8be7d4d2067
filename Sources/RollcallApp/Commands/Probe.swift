internal import CMS
internal import Gateway
internal import NIOCore
internal import NIOPosix
internal import StatusEngine

/// `rollcall probe`: signs one harmless call to each base URL, and one of each kind about groups where
/// they are learnt, and says what is wrong.
package struct Probe: Sendable {
    private let path: String?
    private let isForced: Bool

    /// Creates the command; `isForced` sends calls even during a lock-out.
    package init(path: String?, isForced: Bool) {
        self.path = path
        self.isForced = isForced
    }

    /// Probes and says.
    package func run(in surroundings: CommandSurroundings) async -> ExitStatus {
        guard let settings = surroundings.load(path)?.settings else { return .configuration }
        let file = settings.state.map { LockOutFile($0, surroundings.stateFiles) }
        let known = file?.read(by: settings.cms) ?? .none
        guard mayCall(known, surroundings.terminal) else { return .lockedOut }
        let group = MultiThreadedEventLoopGroup.singleton
        let skew = SkewNote()
        do {
            let fetcher = try CMSFetcher(
                settings: settings.cms,
                eventLoopGroup: group,
                now: { SystemClock.wall },
                observer: skew
            )
            let prober = Prober(
                settings,
                fetcher: fetcher,
                skew: skew,
                inspector: NetworkInspector(group, timeout: settings.cms.connectTimeout),
                now: { SystemClock.wall }
            )
            let verdicts = await prober.run { url, verdict in
                surroundings.terminal.say("\(url): \(verdict.text)")
            }
            let aboutGroups = await probeGroups(
                after: verdicts,
                settings,
                fetcher,
                surroundings.terminal
            )
            try? await fetcher.shutdown()
            if let code = (verdicts + aboutGroups).last?.refusal {
                keep(code, after: known, in: file, settings.cms, surroundings.terminal)
            }
            let status = status(of: verdicts, settings, surroundings.terminal)
            return aboutGroups.allSatisfy(\.isUsable) ? status : .failure
        } catch {
            surroundings.terminal.complain(StartFailure(cms: error).description)
            return .configuration
        }
    }

    /// Tries the calls about groups at the first base URL that is usable, unless one was refused.
    private func probeGroups(
        after verdicts: [ProbeVerdict],
        _ settings: Settings,
        _ fetcher: any GroupFetcher,
        _ terminal: any Terminal
    ) async -> [ProbeVerdict] {
        guard let endpoint = verdicts.firstIndex(where: \.isUsable),
            !verdicts.contains(where: \.endsProbing), let vdn = settings.gateway.vdns.first
        else { return [] }
        let url = settings.cms.baseURLs[endpoint]
        let prober = GroupProber(
            settings.engine.groups,
            vdn: vdn,
            endpoint: endpoint,
            fetcher: fetcher
        )
        return await prober.run { kind, verdict in
            terminal.say("\(url), \(kind.subject): \(verdict.text)")
        }
    }

    private func status(
        of verdicts: [ProbeVerdict],
        _ settings: Settings,
        _ terminal: any Terminal
    ) -> ExitStatus {
        for url in settings.cms.baseURLs.dropFirst(verdicts.count) {
            terminal.say("\(url): It was not tried, so as not to make things worse.")
        }
        let isUsable =
            verdicts.count == settings.cms.baseURLs.count && verdicts.allSatisfy(\.isUsable)
        return isUsable ? .success : .failure
    }

    /// Whether a call may be sent, by what the state directory says of a lock-out.
    private func mayCall(_ known: LockOutFile.Contents, _ terminal: any Terminal) -> Bool {
        let facts: String
        switch known {
        case .none, .refusedOthers: return true
        case .refused(let record):
            facts =
                "The CMS refused these credentials (\(record.code.rawValue)), and rollcall's"
                + " next own call is due at \(record.probeAt)."
        case .unreadable(let reason):
            facts =
                "Whether the CMS refused these credentials is not known: the file lockout in"
                + " state.directory \(reason)."
        }
        guard isForced else {
            terminal.complain(
                "\(facts) No call was sent: one more bad signature can lock the address for"
                    + " longer. Put the keys right; or use --force if you are sure."
            )
            return false
        }
        terminal.complain("\(facts) A call is sent all the same: --force.")
        return true
    }

    /// Lets the next probe, and the gateway when it starts, know that the signature was refused.
    private func keep(
        _ code: CallFailure.Code,
        after known: LockOutFile.Contents,
        in file: LockOutFile?,
        _ cms: CMSSettings,
        _ terminal: any Terminal
    ) {
        guard let file else { return }
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let record = known.record(after: code, at: SystemClock.wall)
        do throws(FileWriteTrouble) {
            try file.write(record, of: cms, salt: salt)
        } catch {
            terminal.complain("\(file.path) \(error).")
        }
    }
}
