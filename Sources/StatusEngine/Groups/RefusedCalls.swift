internal import Roster

/// The calls about groups whose signature or address the CMS refused, as long as no other call has
/// shown what that means.
///
/// If one of the same kind is taken, all is well again. If another is, signature and address are
/// good, and it is this kind alone that the CMS will not have: a second bad signature would lock the
/// address.
struct RefusedCalls: Sendable {
    private struct Refusal {
        let at: Instant
        let probeAt: Instant
    }

    /// How much later than a call about agents what was refused tries a lock-out's end.
    private static let standBack: Duration = .seconds(60)

    private var refusals: [GroupCallKind: Refusal] = [:]

    /// A call was refused; a lock-out holds until an instant.
    mutating func refused(_ kind: GroupCallKind, until probeAt: Instant, at now: Instant) {
        refusals[kind] = Refusal(at: now, probeAt: probeAt)
    }

    /// Until when a source stands back whose next call is of a kind; nothing where it need not.
    ///
    /// Of a source that is concerned, calls signed otherwise go before those signed as the refused.
    func standBack(_ source: Group.Source, next: GroupCallKind) -> Instant? {
        refusals.lazy.filter { source.isConcerned(by: $0.key) }
            .map { kind, refusal in
                refusal.probeAt + (next.isSigned(as: kind) ? Self.standBack : Self.standBack / 2)
            }
            .max()
    }

    /// The CMS took a call that left at an instant: one of this kind, or one about agents.
    /// - Returns: the kinds that are refused alone.
    mutating func taken(_ taken: GroupCallKind?, startedAt: Instant) -> Set<GroupCallKind> {
        let judged = refusals.filter { startedAt > $0.value.at }.map(\.key)
        for kind in judged { refusals[kind] = nil }
        return Set(judged.filter { $0 != taken })
    }

    /// Nothing that was refused before means anything for other credentials.
    mutating func credentialsChanged() { refusals = [:] }
}

extension Group.Source {
    /// Whether a refused call speaks against reading the source: it takes such calls, or some that
    /// are signed alike.
    func isConcerned(by refused: GroupCallKind) -> Bool {
        callKinds.contains { $0.isSigned(as: refused) }
    }
}
