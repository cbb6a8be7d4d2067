internal import Roster

/// Protects the CMS: decides whether a call may leave, and what a failed one leads to
/// (design section 6).
struct CallGuard: Sendable {
    /// Whether a call may leave at an instant.
    enum Permission: Equatable {
        /// It may.
        case granted
        /// When a call in flight has ended.
        case whenCallEnds
        /// At an instant; what gathers until then leaves together.
        case notBefore(Instant)
        /// Not before an instant, and for this reason; there is no use in waiting.
        case refused(Trouble, until: Instant)
    }

    /// What becomes of the ids of a call that failed.
    enum Verdict: Equatable {
        /// They gather again.
        case retry
        /// They are sent once more at once, over another connection.
        case resend
        /// They are given up for now.
        case giveUp
        /// One of them is at fault: they are tried in halves.
        case bisect
    }

    /// Whether the CMS can be called, by what became of the last calls.
    enum Health {
        case well
        /// A call failed; its retry may leave at an instant.
        case retrying(at: Instant)
        /// Calls failed in a row; a probe may leave at an instant.
        case paused(until: Instant, Trouble)
        /// The CMS refuses signature or address; a probe may leave now and then.
        case lockedOut(LockOut)
    }

    var settings: EngineSettings
    var random: SplitMix64
    var health = Health.well
    private var pausesInARow = 0
    /// How many of the pauses since a call was last taken were for a 403 of something before the CMS.
    private var forbiddenPauses = 0
    /// What is known of the signatures of calls.
    var signatures = SignatureBook()
    private(set) var quota: QuotaLedger
    /// How many calls have counted towards the quota.
    private var quotaCalls: UInt64 = 0
    private var retries: CallBudget
    var endpoints: EndpointChoice

    var inFlight = 0
    /// Of these, the calls about groups.
    var groupsInFlight = 0
    /// What of the quota calls about groups may take.
    var groupQuota: QuotaLedger

    init(settings: EngineSettings, seed: UInt64) {
        self.settings = settings
        random = SplitMix64(seed: seed)
        quota = QuotaLedger(settings.callQuota)
        groupQuota = QuotaLedger(settings.groupQuota)
        retries = CallBudget(callsAnExtra: 10, initial: 1, maximum: 10)
        endpoints = EndpointChoice(
            count: settings.endpoints,
            failbackInterval: settings.failbackInterval
        )
    }

    /// Whether a call may leave now.
    ///
    /// After a failure, and until a first success, calls go one at a time, so that a wrong secret
    /// is tried once and a dead CMS is probed once.
    func permission(at now: Instant) -> Permission {
        switch health {
        case .lockedOut(let lockOut) where now < lockOut.probeAt:
            return .refused(.cmsLockedOut, until: lockOut.probeAt)
        case .paused(let until, let trouble) where now < until:
            return .refused(trouble, until: until)
        case .retrying(let instant) where now < instant:
            return .notBefore(instant)
        default:
            break
        }
        guard hasPlace else { return .whenCallEnds }
        return quota.nextStart(at: now).map { .notBefore($0) } ?? .granted
    }

    /// Whether a place is free for a call about agents: only where a signature is in question does
    /// it wait for a call about groups to end.
    private var hasPlace: Bool {
        guard inFlight < settings.maximumConcurrentCalls else { return false }
        switch health {
        case .well where signatures.isProven: return true
        case .retrying where signatures.isProven, .paused where signatures.isProven:
            return inFlight == groupsInFlight
        default: return inFlight == 0
        }
    }

    /// Takes note that a call leaves; one that is sent once more goes to the same base URL again.
    /// - Returns: the index of the base URL it goes to.
    mutating func callStarted(at now: Instant, again endpoint: Int? = nil) -> Int {
        inFlight += 1
        retries.earn()
        countInQuota(at: now)
        if let endpoint { return endpoint }
        return endpoints.next(at: now, mayTryFirst: isWell && retries.allowsOne)
    }

    /// Takes note of a success.
    /// - Returns: what it ended, if anything.
    mutating func callSucceeded(endpoint: Int, startedAt: Instant) -> EngineEvent? {
        inFlight -= 1
        endpoints.succeeded(endpoint)
        return recover(by: .agents, startedAt: startedAt)
    }

    /// Whether a call whose connection was at fault may be sent once more at once: where any call may
    /// leave, and the signature is good.
    private func mayResend(at now: Instant) -> Bool {
        if case .lockedOut = health { return false }
        return signatures.isProven && permission(at: now) == .granted
    }

    /// Takes note of a failure; that of a call which may be sent once more only where it may not now.
    /// - Returns: what becomes of its ids, and what it led to, if anything.
    mutating func callFailed(
        _ failure: CallFailure,
        endpoint: Int,
        startedAt: Instant,
        canBeResent: Bool,
        at now: Moment
    ) -> (verdict: Verdict, event: EngineEvent?) {
        inFlight -= 1
        if failure.code == .reusedConnectionEnded, canBeResent, mayResend(at: now.instant) {
            return (.resend, nil)
        }
        if isRefusal(failure) {
            return (.giveUp, lockOut(failure, of: .agents, startedAt: startedAt, at: now))
        }
        if failure.code.concernsIDs {
            return (.bisect, recover(by: .agents, startedAt: startedAt))
        }
        if failure.code.speaksAgainstEndpoint, endpoints.failed(endpoint, at: now.instant) {
            return (retries.spend() ? .retry : .giveUp, nil)
        }
        return judge(failure, at: now)
    }

    /// Whether the CMS refuses signature or address by it.
    ///
    /// A 403 that is not in the CMS's form is of something before it. But the form is our reading
    /// (contract section 1), so the third such pause since a call was taken, and a 403 during a
    /// lock-out, are treated as a locked address.
    func isRefusal(_ failure: CallFailure) -> Bool {
        guard failure.code == .forbidden else { return failure.code.locksOut }
        if case .lockedOut = health { return true }
        return forbiddenPauses >= 2
    }

    /// How many calls the quota leaves now, where there is one.
    func quotaLeft(at now: Instant) -> Int? { quota.left(at: now) }

    /// Counts a call that leaves towards the quota.
    mutating func countInQuota(at now: Instant) {
        quotaCalls += 1
        quota.callStarted(at: now)
    }

    /// What of the quota has to outlive a restart; nil if there is no quota.
    func quotaRecord(at now: Moment) -> QuotaRecord? {
        guard settings.callQuota != nil else { return nil }
        return QuotaRecord(
            number: quotaCalls,
            calls: quota.record(at: now),
            groupCalls: groupQuota.record(at: now)
        )
    }

    /// Counts the calls from before a restart.
    mutating func restore(_ record: QuotaRecord, at now: Moment) {
        quota.restore(record.calls, at: now)
        groupQuota.restore(record.groupCalls, at: now)
    }

    /// Takes the quota, and the share of groups, as spent at a time.
    mutating func restoreQuotaSpent(since: Timestamp, at now: Moment) {
        quota.restoreSpent(since: since, at: now)
        groupQuota.restoreSpent(since: since, at: now)
    }

    /// The base URL in use.
    var endpoint: Int { endpoints.current }

    /// The lock-out in force, if there is one.
    func lockOutRecord(at now: Moment) -> LockOutRecord? {
        guard case .lockedOut(let lockOut) = health else { return nil }
        return lockOut.record(at: now)
    }

    /// Goes on with a lock-out from before a restart.
    mutating func restore(_ record: LockOutRecord, at now: Moment) {
        health = .lockedOut(LockOut(record, at: now))
    }

    /// Goes by other settings from now on; the quota and the base URLs stay as they were.
    mutating func change(to settings: EngineSettings) { self.settings = settings }

    /// Takes note that calls are signed with other credentials from now on: a lock-out of the old
    /// ones is over, and calls go one at a time until the new ones are proven.
    ///
    /// A refusal that still comes in for a call from before locks out all the same: it may have been
    /// signed after the change, and a second bad signature is worse than a minute lost.
    /// - Returns: what it ended, if anything.
    mutating func credentialsChanged(at now: Instant) -> EngineEvent? {
        signatures.credentialsChanged(at: now)
        guard case .lockedOut = health else { return nil }
        becomeWell()
        return .lockOutLifted
    }

    var isWell: Bool {
        if case .well = health { true } else { false }
    }

    /// The CMS took a call: nothing stands against further ones, unless it left before a lock-out
    /// that still holds, or is signed otherwise than the calls that brought it about.
    mutating func recover(by call: SignedCall, startedAt: Instant) -> EngineEvent? {
        let isReassuring = signatures.isReassuring(call)
        signatures.taken(call, startedAt: startedAt)
        if case .lockedOut(let lockOut) = health, startedAt < lockOut.probeAt || !isReassuring {
            return nil
        }
        defer { becomeWell() }
        switch health {
        case .well, .retrying: return nil
        case .paused: return .recovered
        case .lockedOut: return .unlocked
        }
    }

    private mutating func becomeWell() {
        health = .well
        pausesInARow = 0
        forbiddenPauses = 0
    }

    mutating func lockOut(
        _ failure: CallFailure,
        of call: SignedCall,
        startedAt: Instant,
        at now: Moment
    ) -> EngineEvent? {
        let isForSignature = failure.code == .unauthorized
        signatures.refused(
            call,
            isForSignature: isForSignature,
            startedAt: startedAt,
            at: now.instant
        )
        var previous: LockOut?
        if case .lockedOut(let lockOut) = health {
            // Calls that were in flight together fail together: they count once.
            guard now.instant >= lockOut.probeAt else { return nil }
            previous = lockOut
        }
        let next = LockOut(after: previous, code: failure.code, at: now.instant)
        health = .lockedOut(next)
        return .lockedOut(failure, next.record(at: now))
    }

    /// The first failure after success is retried, within the budget; what fails again pauses
    /// all calls, longer each time.
    mutating func judge(
        _ failure: CallFailure,
        at now: Moment
    ) -> (verdict: Verdict, event: EngineEvent?) {
        switch health {
        case .lockedOut(let lockOut):
            guard now.instant >= lockOut.probeAt else { return (.giveUp, nil) }
            return (.giveUp, keepLockedOut(lockOut, failure, at: now))
        case .paused(let until, _) where now.instant < until:
            return (.giveUp, nil)
        case .retrying(let instant) where now.instant < instant:
            return (failure.canBeRetried && retries.spend() ? .retry : .giveUp, nil)
        case .well where failure.canBeRetried && retries.spend():
            let delay = settings.longestRetryDelay * Double.random(in: 0...1, using: &random)
            health = .retrying(at: now.instant + max(delay, .seconds(failure.retryAfter ?? 0)))
            return (.retry, nil)
        default:
            return (.giveUp, pause(failure, at: now.instant))
        }
    }

    /// A probe that failed for another reason proves nothing about the signature: its step is
    /// waited for once more.
    private mutating func keepLockedOut(
        _ lockOut: LockOut,
        _ failure: CallFailure,
        at now: Moment
    ) -> EngineEvent {
        let same = LockOut(repeating: lockOut, at: now.instant)
        health = .lockedOut(same)
        let known = CallFailure(lockOut.code, detail: "the probe failed: \(failure.code)")
        return .lockedOut(known, same.record(at: now))
    }

    private mutating func pause(_ failure: CallFailure, at now: Instant) -> EngineEvent? {
        let backOff = BackOff(first: settings.firstPause, maximum: settings.maximumPause)
        let asked = failure.retryAfter
        let length = backOff.pause(after: pausesInARow, asked: asked, using: &random)
        pausesInARow += 1
        forbiddenPauses += failure.code == .forbidden ? 1 : 0
        health = .paused(until: now + length, failure.code.trouble)
        return .paused(length)
    }
}
