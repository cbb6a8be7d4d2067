/// What has become of the signatures of calls with the present credentials; all there is to know of
/// it, and known here alone.
///
/// A call without a body is signed otherwise than one with a body (contract section 2): what is known
/// of one way says nothing of the other. And a CMS may refuse one kind of call alone.
struct SignatureBook: Sendable {
    /// Since when calls are signed with the present credentials; nothing before the first event.
    private(set) var since: Instant?
    /// The kinds of call about groups that the CMS refuses while it takes others: none is sent any more.
    private(set) var barred: Set<GroupCallKind> = []

    /// The calls that were taken, and not refused since.
    private var taken: Set<SignedCall> = []
    /// The calls refused since one was taken, and whether each is to blame for it: its signature was
    /// refused, and had not been taken before.
    private var refused: [SignedCall: Bool] = [:]
    private var refusedAt: Instant?
    private var untold: Set<GroupCallKind> = []

    /// Whether calls with a body are known to be signed well.
    var isProven: Bool { isProven(hasBody: true) }

    /// Whether calls of one way are known to be signed well.
    func isProven(hasBody: Bool) -> Bool { taken.contains { $0.hasBody == hasBody } }

    /// Whether a call about groups is signed as one that was refused since a call was taken.
    func isSuspected(_ kind: GroupCallKind) -> Bool {
        refused.keys.contains { $0.hasBody == kind.hasBody }
    }

    /// Whether a call that is taken shows that calls are welcome: it is signed as those about agents
    /// are, or as all that were refused.
    func isReassuring(_ call: SignedCall) -> Bool {
        call.hasBody || (!refused.isEmpty && !refused.keys.contains(where: \.hasBody))
    }

    /// The first event: the credentials are those of the beginning.
    mutating func begin(at now: Instant) { since = since ?? now }

    /// Calls are signed with other credentials from now on: nothing is known of them.
    mutating func credentialsChanged(at now: Instant) {
        self = SignatureBook()
        since = now
    }

    /// The CMS took a call; one that left before the last refusal tells nothing new.
    ///
    /// Where only one kind has been refused since another was taken, the fault is that kind's own,
    /// and each further try would be a bad signature. One that was taken before gets another chance.
    mutating func taken(_ call: SignedCall, startedAt: Instant) {
        guard isOfPresentCredentials(startedAt), refusedAt.map({ startedAt > $0 }) ?? true else {
            return
        }
        taken.insert(call)
        if refused.count == 1, let (alone, isToBlame) = refused.first, isToBlame, alone != call {
            bar(alone)
        }
        refused = call.hasBody ? [:] : refused.filter { $0.key.hasBody }
    }

    /// The CMS refused a call, for its signature or for the address it came from.
    mutating func refused(
        _ call: SignedCall,
        isForSignature: Bool,
        startedAt: Instant,
        at now: Instant
    ) {
        guard isOfPresentCredentials(startedAt) else { return }
        refusedAt = now
        let isToBlame = isForSignature && !taken.contains(call)
        // Where a call is refused that was taken before, the CMS has come to see its way otherwise.
        if isForSignature, !isToBlame { taken = taken.filter { $0.hasBody != call.hasBody } }
        refused[call] = isToBlame || refused[call] == true
    }

    /// The kinds that have been barred since this was asked last.
    mutating func takeNewlyBarred() -> Set<GroupCallKind> {
        defer { untold = [] }
        return untold
    }

    private func isOfPresentCredentials(_ startedAt: Instant) -> Bool {
        since.map { startedAt >= $0 } ?? false
    }

    /// Bars a kind, and all that are signed alike where no such call was ever taken.
    ///
    /// Then it is the way of signing that the CMS will not have. Calls about agents are never barred.
    private mutating func bar(_ call: SignedCall) {
        guard case .groups(let kind) = call else { return }
        let isWayBad = !kind.hasBody && !isProven(hasBody: false)
        let alike = GroupCallKind.allCases.filter { !$0.hasBody }
        untold = (isWayBad ? Set(alike) : [kind]).subtracting(barred)
        barred.formUnion(untold)
        refused[call] = nil
    }
}
