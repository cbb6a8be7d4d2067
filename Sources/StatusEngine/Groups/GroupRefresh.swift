internal import Roster

/// Keeps the groups of all sources of all VDNs as the CMS has them.
///
/// What it decides: which call about groups is due next, and what its answer means. Whether one may
/// leave is the ``CallGuard``'s to decide.
struct GroupRefresh: Sendable {
    /// A call under way.
    struct Flight: Sendable {
        /// Which source it belongs to.
        let source: Group.Source
        /// What it asks.
        let query: GroupQuery
        /// The VDN's place.
        let vdnIndex: Int
        /// The base URL it went to.
        let endpoint: Int
        /// When it left.
        let startedAt: Instant
        /// Whether it was sent once more.
        var isResent = false
    }

    /// While a reading goes on, what is new is told at most so often.
    private static let newsInterval: Duration = .seconds(1)

    private(set) var settings: GroupRefreshSettings
    private let vdns: Int
    private(set) var sources: [SourceRefresh] = []
    /// The calls in flight.
    var flights: [CallID: Flight] = [:]
    private var random: SplitMix64
    private var hasNews = false
    private var toldAt = Instant(nanoseconds: .min)

    /// Begins with nothing; every source is due at once.
    init(_ settings: GroupRefreshSettings, vdns: Int, seed: UInt64) {
        self.settings = settings
        self.vdns = vdns
        random = SplitMix64(seed: ~seed)
        change(to: settings, at: Instant(nanoseconds: .min))
    }

    /// Goes by other settings; what is known of sources that stay on stays.
    mutating func change(to settings: GroupRefreshSettings, at now: Instant) {
        let before = self.settings
        self.settings = settings
        let known = sources
        sources = []
        for vdnIndex in 0..<vdns {
            for source in Group.Source.allCases where settings.intervals[source] != nil {
                let same = known.first { $0.source == source && $0.vdnIndex == vdnIndex }
                sources.append(same ?? SourceRefresh(source, vdnIndex: vdnIndex, at: now))
            }
        }
        for place in sources.indices { follow(place, before, at: now) }
        if !settings.keepsNames {
            for place in sources.indices { sources[place].book.forgetNames() }
        }
        hasNews = hasNews || !(known.isEmpty && sources.isEmpty)
    }

    /// Lets a source take up what has changed for it.
    private mutating func follow(
        _ place: Int,
        _ before: GroupRefreshSettings,
        at now: Instant
    ) {
        let source = sources[place].source
        if let was = before.intervals[source], let interval = settings.intervals[source],
            interval < was
        {
            sources[place].hurry(to: interval, at: now)
        }
        if source == .userGroups,
            settings.includesQualityCheckers != before.includesQualityCheckers
        {
            sources[place].listAgain(at: now)
        }
    }

    /// When the next call is due, if any is.
    func nextDue(_ signatures: SignatureBook) -> Instant? {
        sources.lazy.filter { isWaiting($0, signatures) }.map(\.dueAt).min()
    }

    /// Whether a source's next call waits for its time; until calls without a body are known to be
    /// signed well they go one at a time.
    private func isWaiting(_ source: SourceRefresh, _ signatures: SignatureBook) -> Bool {
        guard source.underWay == nil, !source.source.isBarred(by: signatures) else { return false }
        return source.nextKind.hasBody || signatures.isProven(hasBody: false)
            || flights.values.allSatisfy(\.query.kind.hasBody)
    }

    private func isDue(
        _ source: SourceRefresh,
        _ signatures: SignatureBook,
        at now: Instant
    ) -> Bool {
        isWaiting(source, signatures) && source.dueAt <= now
    }

    /// Takes the call that is due longest, which leaves under that name; one that is signed as a
    /// refused one only where there is no other.
    mutating func start(
        _ call: CallID,
        _ signatures: SignatureBook,
        at now: Instant
    ) -> (query: GroupQuery, source: Group.Source, vdnIndex: Int)? {
        let due = sources.indices.filter { isDue(sources[$0], signatures, at: now) }
        let innocent = due.filter { !signatures.isSuspected(sources[$0].nextKind) }
        let eligible = innocent.isEmpty ? due : innocent
        guard let place = eligible.min(by: { sources[$0].dueAt < sources[$1].dueAt })
        else { return nil }
        let query = sources[place].start(call, at: now)
        return (query, sources[place].source, sources[place].vdnIndex)
    }

    /// Notes that what is due may not be asked for.
    mutating func hold(_ trouble: Trouble, _ signatures: SignatureBook, at now: Instant) {
        for place in sources.indices where isDue(sources[place], signatures, at: now) {
            if sources[place].hold(trouble) { hasNews = true }
        }
    }

    /// Calls are signed with other credentials from now on.
    mutating func credentialsChanged(at now: Instant) {
        for place in sources.indices { sources[place].credentialsChanged(at: now) }
    }

    /// The CMS refused signature or address of a call about groups: whatever takes such calls, or
    /// some that are signed alike, has been tried with it.
    mutating func refused(_ kind: GroupCallKind) {
        for place in sources.indices
        where sources[place].source.callKinds.contains(where: { $0.hasBody == kind.hasBody }) {
            sources[place].markTried()
        }
    }

    /// Kinds of calls are not sent any more.
    /// - Returns: the sources that are given up with them.
    mutating func bar(
        _ kinds: Set<GroupCallKind>,
        _ signatures: SignatureBook,
        at now: Instant
    ) -> [(source: Group.Source, vdnIndex: Int)] {
        let before = signatures.barred.subtracting(kinds)
        var barred: [(Group.Source, Int)] = []
        for place in sources.indices {
            let needed = sources[place].source.callKinds
            guard needed.isDisjoint(with: before), !needed.isDisjoint(with: kinds) else { continue }
            sources[place].bar(at: now)
            barred.append((sources[place].source, sources[place].vdnIndex))
        }
        hasNews = hasNews || !barred.isEmpty
        return barred
    }

    /// A call ended.
    /// - Returns: what it led to; nothing where its source is no longer on.
    mutating func ended(
        _ call: CallID,
        _ flight: Flight,
        _ outcome: GroupCallOutcome,
        at now: Moment
    ) -> SourceRefresh.Outcome? {
        guard let place = place(of: flight), sources[place].underWay == call else { return nil }
        let before = sources[place].book.revision
        defer { hasNews = hasNews || sources[place].book.revision != before }
        switch outcome {
        case .success(let page):
            return sources[place].take(page, settings, &random, at: now)
        case .failure(let failure):
            return sources[place].fail(failure, settings, &random, at: now.instant)
        }
    }

    /// Whether a call may be sent once more for its connection's sake: its answer is still wanted, and
    /// nothing has failed with this query since it was answered last.
    func canBeResent(_ call: CallID, _ flight: Flight) -> Bool {
        guard let place = place(of: flight), !flight.isResent else { return false }
        return sources[place].underWay == call && !sources[place].hasFailed
    }

    /// Takes note that a call is sent once more, under another name.
    mutating func resend(_ flight: Flight, as next: CallID, at now: Instant) {
        guard let place = place(of: flight) else { return }
        sources[place].resend(as: next)
        flights[next] = Flight(
            source: flight.source,
            query: flight.query,
            vdnIndex: flight.vdnIndex,
            endpoint: flight.endpoint,
            startedAt: now,
            isResent: true
        )
    }

    private func place(of flight: Flight) -> Int? {
        sources.firstIndex { $0.source == flight.source && $0.vdnIndex == flight.vdnIndex }
    }

    /// Whether what is known is to be told now; once told, it is not told again.
    mutating func takeNews(isRoundOver: Bool, at now: Instant) -> Bool {
        guard hasNews, isRoundOver || now >= toldAt + Self.newsInterval else { return false }
        hasNews = false
        toldAt = now
        return true
    }

    /// All that is known of a VDN's groups.
    func learnt(_ vdnIndex: Int) -> LearntGroups {
        var learnt = LearntGroups()
        var names: [AgentNames] = []
        for refresh in sources where refresh.vdnIndex == vdnIndex {
            learnt.groups[refresh.source] = refresh.book.groups
            let unread = refresh.book.unread
            if !unread.isEmpty { learnt.unread[refresh.source] = unread }
            if refresh.book.isIncomplete { learnt.awaited.insert(refresh.source) }
            names.append(refresh.book.names)
        }
        if settings.keepsNames, !learnt.groups.isEmpty {
            learnt.names = AgentNames(joining: names)
        }
        return learnt
    }

    /// Goes on with what was known before a restart, as far as its sources are on.
    mutating func restore(_ learnt: LearntGroups, vdnIndex: Int) {
        let places = sources.indices.filter { place in
            sources[place].vdnIndex == vdnIndex && !sources[place].book.isListed
                && learnt.groups[sources[place].source] != nil
        }
        // Who is in no group has been named by skill queues, which tell of all agents.
        let rest = places.first { sources[$0].source == .skillQueues } ?? places.first
        let grouped = Set(learnt.groups.values.joined().flatMap(\.ids))
        for place in places {
            let source = sources[place].source
            let groups = learnt.groups[source] ?? []
            var names = (settings.keepsNames ? learnt.names : nil) ?? AgentNames()
            let own = Set(groups.flatMap(\.ids))
            names.keep { own.contains($0) || (place == rest && !grouped.contains($0)) }
            let isAwaited = learnt.awaited.contains(source)
            sources[place].restore(groups, names: names, isWhole: !isAwaited)
            hasNews = true
        }
    }
}

extension Group.Source {
    /// Whether it takes calls that are not sent any more.
    func isBarred(by signatures: SignatureBook) -> Bool {
        !callKinds.isDisjoint(with: signatures.barred)
    }
}
