package import Roster

extension StatusEngine {
    /// What memory holds of agents, without asking for anything: on the terms of an answer given.
    package func recall(
        _ ids: ArraySlice<AgentID>,
        in vdn: VDN,
        on terms: AnswerTerms,
        at now: Moment
    ) -> [Reading] {
        guard let vdnIndex = vdns.firstIndex(of: vdn) else {
            return ids.map { .missing($0, .notReported) }
        }
        return readings(of: ids, vdnIndex: vdnIndex, at: now.instant, on: terms)
    }

    /// The answer from memory, dated.
    func answer(
        _ question: Question,
        vdnIndex: Int,
        on terms: AnswerTerms,
        at now: Moment
    ) -> Answer {
        var terms = terms
        terms.refusal = terms.refusal ?? refusal(at: now.instant)
        var answer =
            switch question.form {
            case .readings:
                Answer(
                    readings: readings(
                        of: question.ids,
                        vdnIndex: vdnIndex,
                        at: now.instant,
                        on: terms
                    ),
                    at: now.wall
                )
            case .rollUp: rollUp(question.ids, vdnIndex: vdnIndex, on: terms, at: now)
            }
        answer.terms = terms
        answer.retryAfter = retryAfter(at: now.instant)
        return answer
    }

    private func rollUp(
        _ ids: [AgentID],
        vdnIndex: Int,
        on terms: AnswerTerms,
        at now: Moment
    ) -> Answer {
        let readings = ids.lazy.map { id in
            reading(of: id, vdnIndex: vdnIndex, at: now.instant, on: terms)
        }
        return Answer(rollingUp: readings, at: now.wall)
    }

    /// In how many seconds asking again may help, where no call may leave at present.
    func retryAfter(at now: Instant) -> Int64? {
        guard case .refused(_, let until) = callGuard.permission(at: now) else { return nil }
        let left = (until - now).nanoseconds
        return left / 1_000_000_000 + (left % 1_000_000_000 > 0 ? 1 : 0)
    }

    private func readings(
        of ids: some Sequence<AgentID>,
        vdnIndex: Int,
        at now: Instant,
        on terms: AnswerTerms
    ) -> [Reading] {
        ids.map { reading(of: $0, vdnIndex: vdnIndex, at: now, on: terms) }
    }

    /// What can be said of an agent on the terms of an answer.
    func reading(
        of id: AgentID,
        vdnIndex: Int,
        at now: Instant,
        on terms: AnswerTerms
    ) -> Reading {
        if let wishes = terms.onlyCached {
            return readingOnlyCached(of: id, vdnIndex: vdnIndex, wishes, terms, at: now)
        }
        guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else {
            let tooSoon: Trouble? = terms.isLate ? .deadlineExceeded : nil
            return .missing(id, .trouble(terms.refusal ?? tooSoon ?? .overloaded))
        }
        return table[slot].reading(at: now, lifetimes, on: terms, after: standstill)
    }

    /// Who wants only memory is shown what would have been answered at once, and nothing else.
    private func readingOnlyCached(
        of id: AgentID,
        vdnIndex: Int,
        _ wishes: AgeWishes,
        _ terms: AnswerTerms,
        at now: Instant
    ) -> Reading {
        guard let slot = table.slot(of: id, vdnIndex: vdnIndex) else {
            return .missing(id, .trouble(.notCached))
        }
        let entry = table[slot]
        switch standing(of: slot, to: wishes, at: now) {
        case .expired, .unusable: return .missing(id, .trouble(.notCached))
        case .fresh, .revalidate:
            var terms = terms
            // What is too old to be given while it is refreshed is not even being refreshed, unless
            // somebody else asked for it.
            if entry.piece == nil, entry.standing(at: now, lifetimes) == .expired {
                terms.refusal = terms.refusal ?? entry.trouble ?? .notCached
            }
            return entry.reading(at: now, lifetimes, on: terms, after: standstill)
        }
    }
}
