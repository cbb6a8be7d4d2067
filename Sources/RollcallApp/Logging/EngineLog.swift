internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

/// Turns the engine's events into log lines, few enough to be read while the CMS is down.
final class EngineLog: EngineObserver {
    struct State {
        var failures = FailureStreak<CallFailure.Code>()
        var overload = FailureStreak<Trouble>()
        var groups = GroupRefreshStreaks()
    }

    let logger: Logger
    let now: @Sendable () -> Instant
    /// Events come from several threads; held for the decision, not for the writing.
    let state = Mutex(State())

    init(_ logger: Logger, now: @escaping @Sendable () -> Instant) {
        self.logger = logger
        self.now = now
    }

    func observe(_ event: EngineEvent) {
        switch event {
        case .callStarted(let vdn, let ids, let toppedUp, let kind):
            logger.debug(
                "A call leaves for the CMS.",
                metadata: [
                    "cms.vdn": "\(vdn)", "cms.call.ids": "\(ids)",
                    "cms.call.topped_up_ids": "\(toppedUp)", "cms.call.kind": "\(kind.rawValue)",
                ]
            )
        case .callSucceeded(let vdn, let ids, let notReported, let foreignRows):
            logger.debug(
                "A call to the CMS succeeded.",
                metadata: [
                    "cms.vdn": "\(vdn)", "cms.call.ids": "\(ids)",
                    "cms.call.not_reported_ids": "\(notReported)",
                    "cms.call.foreign_rows": "\(foreignRows)",
                ]
            )
        case .callFailed(let vdn, let failure): failed(vdn, failure)
        case .callResent(let vdn, _), .groupCallResent(let vdn, _, _):
            logger.debug(Self.resent, metadata: ["cms.vdn": "\(vdn)"])
        case .lockedOut(let failure, let record):
            let line = LockOutLine(failure, record)
            logger.critical(line.message, metadata: line.metadata)
        case .unlocked: logger.notice("The CMS accepts our calls again.")
        case .lockOutLifted:
            logger.notice(
                "The credentials have changed: the lock-out is over, and one call tries the new ones."
            )
        case .recovered: recovered()
        case .overloaded: overloaded()
        case .groupCallFailed(let vdn, let source, let failure):
            groupCallFailed(vdn, source, failure)
        case .groupsRefreshed(let vdn, let source, let report):
            groupsRefreshed(vdn, source, report)
        case .groupSourceBarred(let vdn, let source):
            logger.error(Self.barred, metadata: Self.metadata(vdn, source))
        default: logger.debug("The engine took a step.", metadata: ["engine.event": "\(event)"])
        }
    }

    private static let resent: Logger.Message = """
        A reused connection to the CMS closed before any byte of the answer: the call is sent once \
        more over another.
        """

    private func failed(_ vdn: VDN, _ failure: CallFailure) {
        var metadata = failure.metadata
        metadata["cms.vdn"] = "\(vdn)"
        guard !failure.code.locksOut else {
            // The lock-out that follows has the line.
            return logger.debug("The CMS refused a call.", metadata: metadata)
        }
        let line = state.withLock { [now] in $0.failures.failed(failure.code, at: now()) }
        guard let line else { return }
        if line.suppressed > 0 { metadata["log.suppressed"] = "\(line.suppressed)" }
        let message = failure.code == .forbidden ? Self.forbidden : Self.callFailed
        logger.warning(message, metadata: metadata)
    }

    private static let callFailed: Logger.Message = "A call to the CMS failed."
    private static let forbidden: Logger.Message = """
        A firewall or proxy in front of the CMS refused a call (HTTP 403). The CMS itself has not \
        locked our address; the firewall's administrator has to allow it.
        """

    private func recovered() {
        state.withLock { $0.failures.ended() }
        logger.notice("Calls to the CMS succeed again.")
    }

    private func overloaded() {
        let line = state.withLock { [now] in $0.overload.failed(.overloaded, at: now()) }
        guard let line else { return }
        logger.warning(
            "Requests are refused because too many wait for the CMS.",
            metadata: ["log.suppressed": "\(line.suppressed)"]
        )
    }
}
