internal import Roster

/// Names a piece for as long as it gathers or is in flight.
struct PieceID: Hashable, Sendable {
    let number: UInt64

    /// No piece's number.
    fileprivate static let none = UInt64.max
}

/// What the table holds of one agent.
struct StatusEntry: Sendable {
    /// What the CMS last said of the agent.
    enum Content: Sendable {
        /// Nothing yet.
        case unknown
        /// A row.
        case reported(Agent)
        /// It answered and left the agent out.
        case notReported
    }

    // One byte each behind the content's last, then the wider ones: 136 bytes in all.
    var content: Content = .unknown
    /// Whether the landing's list of ids in demand names this entry.
    var isListed = false
    /// How many rounds of eviction the entry survives; a second question earns the first.
    var credit: UInt8 = 0
    /// Why the last try to learn more failed, if it did.
    var trouble: Trouble?
    /// How many calls in a row were refused for this id's sake.
    var refusals: UInt8 = 0
    let vdnIndex: UInt16
    let id: AgentID
    /// When `content` was learnt.
    var observedAt = Instant(nanoseconds: .min)
    /// When the agent was last asked for.
    var wantedAt: Instant
    /// Which landing brought the row in `content`; 0 where there is none.
    var landing: UInt64 = 0
    /// Not asked for again before, after a failure that concerns this id alone.
    var asideUntil = Instant(nanoseconds: .min)
    private var pieceNumber = PieceID.none

    init(vdnIndex: UInt16, id: AgentID, wantedAt: Instant) {
        self.vdnIndex = vdnIndex
        self.id = id
        self.wantedAt = wantedAt
    }

    /// The piece that will bring news, if one is under way.
    var piece: PieceID? {
        get { pieceNumber == PieceID.none ? nil : PieceID(number: pieceNumber) }
        set { pieceNumber = newValue?.number ?? PieceID.none }
    }
}

extension StatusEntry {
    /// Notes that the entry was asked for, so many times by now.
    mutating func want(at now: Instant, times: Int) {
        wantedAt = max(wantedAt, now)
        credit = UInt8(min(Int(credit) + times, Int(StatusTable.maximumCredit)))
    }

    /// Notes that the entry was asked for.
    /// - Returns: whether it is fresh, and listed for topping calls up where it can be.
    mutating func wantFresh(at now: Instant, _ lifetimes: Lifetimes) -> Bool {
        want(at: now, times: 1)
        return now < freshUntil(lifetimes) && isListedAsNeeded
    }

    /// Whether it is listed for topping calls up where it can be.
    var isListedAsNeeded: Bool { isListed || landing == 0 }
}

/// How an entry stands to the freshness settings at an instant (design section 5).
enum Standing: Equatable {
    /// Answer at once.
    case fresh
    /// Answer at once and refresh behind.
    case revalidate
    /// Answer only when a refresh fails.
    case expired
    /// Nothing that may be shown.
    case unusable
}

extension StatusEntry {
    /// How the entry stands at an instant.
    func standing(at now: Instant, _ lifetimes: Lifetimes) -> Standing {
        let end = freshUntil(lifetimes)
        if now < end { return .fresh }
        guard case .reported = content else { return .unusable }
        if now < end.later(by: lifetimes.staleWhileRevalidate) { return .revalidate }
        return now < end.later(by: lifetimes.staleIfError) ? .expired : .unusable
    }

    /// The end of the time for which the entry is fresh.
    func freshUntil(_ lifetimes: Lifetimes) -> Instant {
        switch content {
        case .unknown: Instant(nanoseconds: .min)
        case .notReported: observedAt.later(by: lifetimes.negativeTimeToLive)
        case .reported: observedAt.later(by: lifetimes.timeToLive)
        }
    }

    /// What can be said of the agent at an instant.
    ///
    /// The terms do not hide an observation: they tell what is `live`, and why what is stale, or missing,
    /// is so; `standstill` is when no call might leave last.
    func reading(
        at now: Instant,
        _ lifetimes: Lifetimes,
        on terms: AnswerTerms,
        after standstill: Standstill?
    ) -> Reading {
        let known = freshness(at: now, lifetimes, on: terms, after: standstill)
        guard let freshness = known else {
            let underWay: Trouble? = piece == nil ? nil : .deadlineExceeded
            return .missing(id, .trouble(terms.refusal ?? underWay ?? trouble ?? .deadlineExceeded))
        }
        guard case .reported(let agent) = content else { return .missing(id, .notReported) }
        return .observed(agent, freshness)
    }

    /// How fresh what is known of the agent is; nothing where there is nothing to show.
    private func freshness(
        at now: Instant,
        _ lifetimes: Lifetimes,
        on terms: AnswerTerms,
        after standstill: Standstill?
    ) -> Freshness? {
        if case .unknown = content { return nil }
        let isNew = terms.since.map { observedAt >= $0 } ?? false
        let standing = standing(at: now, lifetimes)
        guard standing != .fresh else { return isNew ? .live : .cached }
        // What may not leave, or failed, stays so until the next landing.
        let missed = standstill.flatMap { freshUntil(lifetimes) < $0.until ? $0.trouble : nil }
        let met = terms.refusal ?? trouble ?? missed
        switch standing {
        case .fresh, .revalidate:
            if let met { return .stale(met) }
            if isNew { return .live }
            return terms.isLate ? .stale(.deadlineExceeded) : .revalidating
        case .unusable where !isNew: return nil
        case .expired, .unusable:
            if isNew, met == nil, now < observedAt + Self.justFetched { return .live }
            return .stale(met ?? .deadlineExceeded)
        }
    }

    /// For how long an agent fetched for a question is not called stale in the answer to it, however short
    /// the time to live: long answers are made in steps.
    private static let justFetched = Duration.seconds(1)
}
