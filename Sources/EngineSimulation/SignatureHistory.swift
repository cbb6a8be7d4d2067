internal import Roster
internal import StatusEngine

/// What became of the signatures of calls with the present credentials, as an onlooker sees it: how
/// each call ended, from which follows what may be asked again.
struct SignatureHistory {
    /// What an answer says of a signature.
    enum Meaning {
        case taken
        case refusedForSignature
        case refusedForAddress
        /// A 403 that may or may not be the CMS's own.
        case unclear
    }

    struct End {
        /// The kind of call about groups; nothing for one about agents.
        let kind: GroupCallKind?
        let startedAt: Instant
        let at: Instant
        let meaning: Meaning

        var hasBody: Bool { kind?.hasBody ?? true }
        var isRefusal: Bool { meaning == .refusedForSignature || meaning == .refusedForAddress }
    }

    /// Since when calls are signed with the present credentials.
    let since: Instant
    /// The kinds that are not to be asked for any more.
    private(set) var given: Set<GroupCallKind> = []
    private var ends: [End] = []
    private var hasRefusals = false

    init(since: Instant) { self.since = since }

    /// Whether a call of one way was taken.
    func isProven(hasBody: Bool) -> Bool {
        ends.contains { $0.meaning == .taken && $0.hasBody == hasBody }
    }

    /// Takes note of an end; what was signed with other credentials tells nothing.
    mutating func note(_ end: End) {
        guard end.startedAt >= since else { return }
        ends.append(end)
        hasRefusals = hasRefusals || end.isRefusal
        given.formUnion(refusedAlone(countingUnclear: true))
    }

    /// Whether the last call shows that a source has to be given up; it is from now on.
    mutating func isRight(toBar source: Group.Source) -> Bool {
        let kinds = refusedAlone(countingUnclear: false)
        given.formUnion(kinds)
        return !source.callKinds.isDisjoint(with: kinds)
    }

    /// The kinds that the last call shows to be refused alone: one that was refused for its signature,
    /// never having been taken, where nothing else was refused since another call was taken; and all
    /// that are signed alike, where none without a body was ever taken.
    private func refusedAlone(countingUnclear: Bool) -> Set<GroupCallKind> {
        guard hasRefusals, let taken = ends.last, taken.meaning == .taken else { return [] }
        let refused = refusedInARow(countingUnclear: countingUnclear)
        guard let last = refused.first, let kind = ends[last].kind, kind != taken.kind,
            taken.startedAt > ends[last].at, refused.allSatisfy({ ends[$0].kind == kind }),
            refused.contains(where: {
                ends[$0].meaning == .refusedForSignature && !trusted(before: $0).contains(kind)
            })
        else { return [] }
        let isWayKnown = trusted(before: ends.count).contains { !($0?.hasBody ?? true) }
        guard !kind.hasBody, !isWayKnown else { return [kind] }
        return Set(GroupCallKind.allCases.filter { !$0.hasBody })
    }

    /// The places of the refusals before the last end, the last first, since a call was taken that
    /// tells that calls are welcome; one without a body tells so of its like alone.
    private func refusedInARow(countingUnclear: Bool) -> [Int] {
        var refused: [Int] = []
        var isAfterBodiless = false
        for (place, end) in ends.enumerated().dropLast().reversed() {
            if end.meaning == .taken, !isOvertaken(place) {
                if end.hasBody { break }
                isAfterBodiless = true
            }
            let counts = end.isRefusal || (countingUnclear && end.meaning == .unclear)
            if counts, end.hasBody || !isAfterBodiless { refused.append(place) }
        }
        return refused
    }

    /// Whether a call that was taken had left before something was refused, and tells nothing.
    private func isOvertaken(_ place: Int) -> Bool {
        ends[..<place].contains { $0.isRefusal && $0.at >= ends[place].startedAt }
    }

    /// The calls that had been taken by then; where one of them is refused, none of its way counts.
    private func trusted(before place: Int) -> Set<GroupCallKind?> {
        var trusted: Set<GroupCallKind?> = []
        for (place, end) in ends.enumerated().prefix(place) {
            if end.meaning == .taken, !isOvertaken(place) { trusted.insert(end.kind) }
            guard end.meaning == .refusedForSignature, trusted.contains(end.kind) else { continue }
            trusted = trusted.filter { ($0?.hasBody ?? true) != end.hasBody }
        }
        return trusted
    }
}
