package import Roster

/// On what terms a question is answered: all that readings made later for the same answer, such as
/// the lines of a stream, go by to say the same.
package struct AnswerTerms: Hashable, Sendable {
    /// When the question came in, where it waited: what was observed since is `live`.
    package var since: Instant?
    /// Whether its deadline came before what it waited for.
    package var isLate: Bool
    /// Why no call was made for it, or none may be at present.
    package var refusal: Trouble?
    /// What it wants of memory, where it wants nothing but memory.
    package var onlyCached: AgeWishes?

    /// Creates terms; those of a question that memory answers, where nothing is said.
    package init(
        since: Instant? = nil,
        isLate: Bool = false,
        refusal: Trouble? = nil,
        onlyCached: AgeWishes? = nil
    ) {
        self.since = since
        self.isLate = isLate
        self.refusal = refusal
        self.onlyCached = onlyCached
    }
}
