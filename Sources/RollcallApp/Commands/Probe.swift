internal import CMS
internal import NIOCore
internal import NIOPosix
internal import StatusEngine

/// `rollcall probe`: signs one harmless call to each base URL and says what is wrong.
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
        guard mayCall(settings, surroundings) else { return .lockedOut }
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
                inspector: NetworkInspector(group),
                now: { SystemClock.wall }
            )
            let status = await tell(prober, settings, surroundings.terminal)
            try? await fetcher.shutdown()
            return status
        } catch {
            surroundings.terminal.complain(StartFailure(cms: error).description)
            return .configuration
        }
    }

    private func tell(
        _ prober: Prober,
        _ settings: Settings,
        _ terminal: any Terminal
    ) async -> ExitStatus {
        let verdicts = await prober.run { url, verdict in terminal.say("\(url): \(verdict.text)") }
        for url in settings.cms.baseURLs.dropFirst(verdicts.count) {
            terminal.say("\(url): It was not tried, so as not to make things worse.")
        }
        let isUsable =
            verdicts.count == settings.cms.baseURLs.count && verdicts.allSatisfy(\.isUsable)
        return isUsable ? .success : .failure
    }

    /// Whether a call may be sent, by what the state directory says of a lock-out.
    private func mayCall(_ settings: Settings, _ surroundings: CommandSurroundings) -> Bool {
        let notice = LockOutNotice(in: settings.state, of: settings.cms, surroundings.files)
        guard let record = notice.record else { return true }
        let facts =
            "The CMS refused these credentials (\(record.code.rawValue)), and rollcall's"
            + " next own call is due at \(record.probeAt)."
        guard isForced else {
            surroundings.terminal.complain(
                "\(facts) No call was sent: one more bad signature can lock the address for"
                    + " longer. Put the keys right; or use --force if you are sure."
            )
            return false
        }
        surroundings.terminal.complain("\(facts) A call is sent all the same: --force.")
        return true
    }
}
