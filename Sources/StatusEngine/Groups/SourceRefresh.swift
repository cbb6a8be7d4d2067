internal import Roster

/// Keeps the groups of one source in one VDN: when to ask for what, and what an answer means.
struct SourceRefresh: Sendable {
    /// What a call led to.
    enum Outcome: Hashable, Sendable {
        /// The reading goes on.
        case goesOn
        /// All groups have been looked at.
        case ended(GroupRefreshReport)
        /// The reading was given up; what was known stays.
        case abandoned
    }

    /// How often a call is tried that may succeed the next time.
    private static let maximumTries = 3
    /// How many groups in a row the CMS may fail to tell of before the reading is given up.
    private static let maximumSkipped = 3
    /// The first pause after a failure; doubles with each further one, up to the interval.
    private static let firstPause: Duration = .seconds(2)
    /// The longest pause between two calls of a reading.
    private static let longestSpacing: Duration = .seconds(1)

    /// Which source.
    let source: Group.Source
    /// In which VDN.
    let vdnIndex: Int
    /// What is known.
    var book = GroupBook()
    /// When the next call may leave.
    private(set) var dueAt: Instant
    /// The call in flight, if there is one.
    private(set) var underWay: CallID?
    /// Whether a reading has come to its end, be it a bad one, or was done before a restart.
    private(set) var hasBeenTried = false
    /// What kind of call is the next.
    var nextKind: GroupCallKind { (round?.step ?? .list).kind(for: source) }

    /// When a reading began last.
    private var beganAt: Instant?
    /// Until when the CMS asked to be left in peace.
    private var askedUntil = Instant(nanoseconds: .min)
    /// Whether a reading has come to its end, or was done before a restart.
    private var hasEnded = false
    private var round: GroupRound?
    private var failuresInARow = 0
    /// How many calls a reading takes, by the last one.
    private var callsARound = 1
    /// How many agents all skills had together when they were last read.
    var agentCount = 0
    private var isHeld = false

    /// Begins with nothing, to be read at once.
    init(_ source: Group.Source, vdnIndex: Int, at now: Instant) {
        self.source = source
        self.vdnIndex = vdnIndex
        dueAt = now
    }

    /// Goes on with what was known before a restart, and whether that was all.
    mutating func restore(_ groups: [LearntGroup], names: AgentNames, isWhole: Bool) {
        book.restore(groups, names: names, isWhole: isWhole)
        hasBeenTried = isWhole
        hasEnded = isWhole
        agentCount = AgentIDSet(ranges: groups.flatMap(\.members.ranges)).count
        callsARound = groups.reduce(1) { $0 + 1 + $1.ids.count / GroupQuery.pageLimit }
    }

    /// Takes the call that is due, which leaves under that name.
    mutating func start(_ call: CallID, at now: Instant) -> GroupQuery {
        underWay = call
        isHeld = false
        var present = round ?? GroupRound(startedAt: now, isUrgent: !hasEnded)
        beganAt = present.startedAt
        present.report.calls += 1
        round = present
        return present.query(for: source)
    }

    /// Whether the query that is asked now has failed already.
    var hasFailed: Bool { round.map { $0.tries > 0 } ?? false }

    /// The call in flight is sent once more, under another name.
    mutating func resend(as next: CallID) {
        underWay = next
        round?.report.calls += 1
    }

    /// Goes by a shorter interval: the next reading begins as if it had held before.
    mutating func hurry(to interval: Duration, at now: Instant) {
        dueAt = min(dueAt, max(now, askedUntil, (beganAt ?? now) + interval))
    }

    /// Begins anew with the list of groups, for others are wanted of it.
    mutating func listAgain(at now: Instant) {
        round = nil
        dueAt = min(dueAt, max(now, askedUntil))
    }

    /// Notes that what is due may not be asked for; told once until a call may leave.
    /// - Returns: whether that changes what is shown.
    mutating func hold(_ trouble: Trouble) -> Bool {
        guard !isHeld else { return false }
        isHeld = true
        book.doubtAll(trouble)
        return true
    }

    /// Calls are signed with other credentials: what failed is asked for at once.
    mutating func credentialsChanged(at now: Instant) {
        if failuresInARow > 0 { dueAt = min(dueAt, now) }
    }

    /// The CMS refuses some of its calls alone: a reading that is under way has come to its end, and
    /// the next begins as soon as it may.
    mutating func bar(at now: Instant) {
        round = nil
        dueAt = now
        book.doubtAll(.cmsLockedOut)
    }

    /// Notes that there was a try, be it a call of another source that is signed alike.
    mutating func markTried() { hasBeenTried = true }

    /// The call in flight brought a page.
    mutating func take(
        _ page: GroupPage,
        _ settings: GroupRefreshSettings,
        _ random: inout SplitMix64,
        at now: Moment
    ) -> Outcome {
        underWay = nil
        guard var present = round else { return .goesOn }
        // What is changed is not to be held twice, or it would be copied.
        round = nil
        guard let turn = read(page, into: &present, settings, at: now) else {
            round = present
            return fail(CallFailure(.malformedBody), settings, &random, at: now.instant)
        }
        failuresInARow = 0
        present.tries = 0
        return goOn(present, turn, settings, &random, at: now.instant)
    }

    /// The call in flight failed.
    mutating func fail(
        _ failure: CallFailure,
        _ settings: GroupRefreshSettings,
        _ random: inout SplitMix64,
        at now: Instant
    ) -> Outcome {
        underWay = nil
        guard var present = round else { return .goesOn }
        if let asked = failure.retryAfter {
            askedUntil = now + .seconds(min(max(asked, 0), BackOff.longestAsked))
        }
        failuresInARow += 1
        present.tries += 1
        if failure.canBeRetried, present.tries < Self.maximumTries {
            round = present
            dueAt = now + pause(after: failure, settings, &random)
            return .goesOn
        }
        present.tries = 0
        present.report.failed += 1
        present.skippedInARow = failure.code.concernsGroup ? 0 : present.skippedInARow + 1
        guard case .members(let id, let rest) = present.step,
            present.skippedInARow < Self.maximumSkipped, !failure.code.locksOut
        else {
            book.doubtAll(failure.code.trouble)
            hasBeenTried = true
            round = nil
            dueAt = now + pause(after: failure, settings, &random)
            return .abandoned
        }
        if let place = book.place(of: id) { book[place].passOver(failure.code.trouble) }
        // What speaks of one group alone is no reason to wait before the next.
        if failure.code.concernsGroup { failuresInARow = 0 }
        let outcome = goOn(present, turn(toMembersOf: rest), settings, &random, at: now)
        let wait = failuresInARow == 0 ? .zero : pause(after: failure, settings, &random)
        dueAt = max(dueAt, askedUntil, now + wait)
        return outcome
    }

    private mutating func goOn(
        _ present: GroupRound,
        _ turn: GroupRound.Turn,
        _ settings: GroupRefreshSettings,
        _ random: inout SplitMix64,
        at now: Instant
    ) -> Outcome {
        round = present
        switch turn {
        case .nextPage: break
        case .step(let step, let reading):
            round?.step = step
            round?.reading = reading ?? PagedReading(expecting: 0)
        case .end: return end(present, settings, &random, at: now)
        }
        let spacing = min(interval(settings) / 2 / callsARound, Self.longestSpacing)
        dueAt = present.isUrgent ? now : now + spacing
        return .goesOn
    }

    /// All groups have been looked at; what a whole reading has not met any more is not kept.
    private mutating func end(
        _ present: GroupRound,
        _ settings: GroupRefreshSettings,
        _ random: inout SplitMix64,
        at now: Instant
    ) -> Outcome {
        round = nil
        hasBeenTried = true
        hasEnded = true
        callsARound = max(1, present.report.calls)
        let jittered = interval(settings) * Double.random(in: 0.9...1.1, using: &random)
        dueAt = max(now, present.startedAt + jittered)
        if present.report.isWhole {
            book.keepNames(of: present.met)
            book.clearTrouble()
        }
        var report = present.report
        report.groups = book.groups.count
        return .ended(report)
    }

    private func interval(_ settings: GroupRefreshSettings) -> Duration {
        settings.intervals[source] ?? .seconds(300)
    }

    private func pause(
        after failure: CallFailure,
        _ settings: GroupRefreshSettings,
        _ random: inout SplitMix64
    ) -> Duration {
        let backOff = BackOff(first: Self.firstPause, maximum: interval(settings))
        let before = max(0, failuresInARow - 1)
        return backOff.pause(after: before, asked: failure.retryAfter, using: &random)
    }
}
