internal import Roster
internal import StatusEngine

// The lock-out and the signatures that bring it about.
extension Ledger {
    /// How much later than calls about agents those about groups may probe.
    static let groupStandBack: Duration = .seconds(60)
    /// How long calls about groups leave it to those about agents to show first whether the signature
    /// is good.
    static let firstTurn: Duration = .seconds(1)

    /// Whether a call has shown that those about agents are signed well.
    var isProven: Bool { signatures.isProven(hasBody: true) }

    /// Takes in that the CMS took a call, well or not: the signature is good.
    mutating func taken(_ kind: GroupCallKind? = nil, startedAt: Instant, at now: Instant) {
        note(.taken, kind, startedAt, now)
        let isReassuring = kind?.hasBody ?? true || isLockOutOfBodiless
        if startedAt >= noCallBefore, isReassuring { lockOutStep = -1 }
    }

    /// Takes a failed probe in: its step is waited for once more, where it was about groups by calls
    /// about groups alone.
    mutating func probeFailed(
        _ failure: CallFailure,
        _ kind: GroupCallKind? = nil,
        startedAt: Instant,
        at now: Instant
    ) {
        if failure.code == .forbidden { note(.unclear, kind, startedAt, now) }
        guard lockOutStep >= 0, now >= noCallBefore else { return }
        if kind == nil { noCallBefore = now + stepLength }
        if startedAt >= noCallBefore || kind == nil {
            noGroupCallBefore = now + stepLength + Self.groupStandBack
        }
    }

    /// Takes a refused signature in: no call before its step is over.
    mutating func lockOut(
        _ failure: CallFailure,
        _ kind: GroupCallKind? = nil,
        startedAt: Instant,
        at now: Instant
    ) {
        let isForSignature = failure.code == .unauthorized
        note(isForSignature ? .refusedForSignature : .refusedForAddress, kind, startedAt, now)
        let isBodiless = kind?.hasBody == false && startedAt >= signatures.since
        isLockOutOfBodiless = isBodiless && (lockOutStep < 0 || isLockOutOfBodiless)
        guard now >= noCallBefore else { return }
        lockOutStep += 1
        noCallBefore = now + stepLength
        noGroupCallBefore = noCallBefore + Self.groupStandBack
    }

    private var stepLength: Duration {
        .seconds([1, 2, 4, 8, 16, 30][min(max(lockOutStep, 0), 5)] * 60)
    }

    private mutating func note(
        _ meaning: SignatureHistory.Meaning,
        _ kind: GroupCallKind?,
        _ startedAt: Instant,
        _ now: Instant
    ) {
        signatures.note(.init(kind: kind, startedAt: startedAt, at: now, meaning: meaning))
    }

    /// Holds a call about groups to what has become of others.
    func checkSignature(
        of call: GroupCall,
        at now: Instant,
        _ fail: (String) throws -> Void
    ) throws {
        let kind = call.query.kind
        if lockOutStep >= 0, now < noGroupCallBefore {
            try fail("a call about groups took the probe of those about agents")
        }
        if !isProven, now < signatures.since + Self.firstTurn {
            try fail("a call about groups went before those about agents")
        }
        if signatures.given.contains(kind) { try fail("\(kind) asked, which is refused alone") }
        if !kind.hasBody, !signatures.isProven(hasBody: false),
            groupFlights.values.contains(where: { !$0.call.query.kind.hasBody })
        {
            try fail("two calls without a body, though none was ever taken")
        }
    }
}
