internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

/// Turns the engine's events into log lines, few enough to be read while the CMS is down.
final class EngineLog: EngineObserver {
    private struct State {
        var failures = FailureStreak()
        var overload = FailureStreak()
    }

    private let logger: Logger
    private let now: @Sendable () -> Instant
    /// Events come from several threads; held for the decision, not for the writing.
    private let state = Mutex(State())

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
        case .lockedOut(let failure, let record): lockedOut(failure, probeAt: record.probeAt)
        case .unlocked: logger.notice("The CMS accepts our calls again.")
        case .recovered: recovered()
        case .overloaded: overloaded()
        default: logger.debug("The engine took a step.", metadata: ["engine.event": "\(event)"])
        }
    }

    private func failed(_ vdn: VDN, _ failure: CallFailure) {
        let line = state.withLock { [now] in $0.failures.failed(failure.code, at: now()) }
        guard let line else { return }
        var metadata = Self.metadata(failure)
        metadata["cms.vdn"] = "\(vdn)"
        if line.suppressed > 0 { metadata["log.suppressed"] = "\(line.suppressed)" }
        logger.warning("A call to the CMS failed.", metadata: metadata)
    }

    private func lockedOut(_ failure: CallFailure, probeAt: Timestamp) {
        var metadata = Self.metadata(failure)
        metadata["cms.next_probe"] = "\(probeAt)"
        guard failure.code == .unauthorized else {
            return logger.critical(
                """
                The CMS refused our address; all calls are stopped. Have the address unlocked, and \
                check the credentials.
                """,
                metadata: metadata
            )
        }
        logger.critical(
            """
            The CMS refused our signature; all calls are stopped. Put the credentials right, and \
            restart rollcall.
            """,
            metadata: metadata
        )
    }

    private func recovered() {
        state.withLock { $0.failures.ended() }
        logger.notice("Calls to the CMS succeed again.")
    }

    private func overloaded() {
        let line = state.withLock { [now] in $0.overload.failed(.timedOut, at: now()) }
        guard let line else { return }
        logger.warning(
            "Requests are refused because too many wait for the CMS.",
            metadata: ["log.suppressed": "\(line.suppressed)"]
        )
    }

    private static func metadata(_ failure: CallFailure) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["cms.failure.code": "\(failure.code.rawValue)"]
        if !failure.detail.isEmpty { metadata["cms.failure.detail"] = "\(failure.detail)" }
        if let seconds = failure.retryAfter { metadata["cms.retry_after_s"] = "\(seconds)" }
        return metadata
    }
}
