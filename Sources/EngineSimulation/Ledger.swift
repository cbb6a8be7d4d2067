internal import Roster
internal import StatusEngine

/// What an onlooker knows who sees only questions, calls and answers, and holds the engine to
/// its promises by it (docs/guarantees.md).
struct Ledger {
    /// An agent of a VDN.
    struct Key: Hashable {
        let vdn: VDN
        let id: AgentID
    }

    /// What the CMS last said of an agent, and when.
    struct News {
        let at: Instant
        /// The row's serial number; none where the agent was left out.
        let serial: Int64?
    }

    struct Waiting {
        let question: Question
        let askedAt: Instant
    }

    struct Flight {
        let call: StatusCall
        let kind: CallKind
        let startedAt: Instant
    }

    /// A source in a VDN, or one group of it.
    struct GroupReading: Hashable {
        let vdn: VDN
        let source: Group.Source
        var group = ""
    }

    var settings: EngineSettings
    var news: [Key: News] = [:]
    var wantedAt: [Key: Instant] = [:]
    var waiting: [TicketID: Waiting] = [:]
    var flights: [CallID: Flight] = [:]
    /// The news of agents of whom somebody was told that the CMS cannot be asked.
    var troubled: [Key: Instant] = [:]
    /// Ids a call was ever refused for: they ride alone.
    var suspects: Set<Key> = []
    var starts: [(at: Instant, kind: CallKind)] = []
    var groupFlights: [CallID: (call: GroupCall, startedAt: Instant)] = [:]
    /// When calls about groups left.
    var groupStarts: [Instant] = []
    /// When the first and the last page of a group's reading were asked for.
    var readings: [GroupReading: (first: Instant, last: Instant)] = [:]
    /// The longest any call took that succeeded: who can wait for longer is not answered early.
    var longestLatency = Duration.zero
    /// What became of the signatures of calls.
    var signatures = SignatureHistory(since: Instant(nanoseconds: 0))
    var noCallBefore = Instant(nanoseconds: .min)
    /// In a lock-out those about groups wait for longer.
    var noGroupCallBefore = Instant(nanoseconds: .min)
    var lockOutStep = -1
    /// Whether nothing but calls without a body brought the lock-out about.
    var isLockOutOfBodiless = false
    var restarts = 0
    /// The call whose reused connection has just ended, and which may be sent once more.
    var forgotten: Flight?
    /// The same of a call about groups.
    var forgottenGroupCall: GroupCall?
    /// Agents whose last call was sent once more for its connection's sake.
    var resent: Set<Key> = []

    init(_ settings: EngineSettings) {
        self.settings = settings
    }

    /// Forgets what a restart loses.
    mutating func restart(at now: Instant) {
        news = [:]
        troubled = [:]
        wantedAt = [:]
        waiting = [:]
        flights = [:]
        suspects = []
        resent = []
        groupFlights = [:]
        readings = [:]
        signatures = SignatureHistory(since: now)
        isLockOutOfBodiless = false
        noGroupCallBefore = max(noCallBefore, now) + Self.groupStandBack
        restarts += 1
    }

    /// Takes in that calls are signed with other credentials.
    mutating func changeCredentials(at now: Instant) {
        signatures = SignatureHistory(since: now)
        noCallBefore = Instant(nanoseconds: .min)
        lockOutStep = -1
    }

    /// Takes a report in as the engine should: the first row of an agent counts, rows nobody
    /// asked for do not.
    mutating func land(_ report: StatusReport, of flight: Flight, at now: Instant) {
        var open = Set(flight.call.agents)
        for row in report.reports where open.remove(row.id) != nil {
            let key = Key(vdn: flight.call.vdn, id: row.id)
            news[key] = News(at: now, serial: row.signedInAt?.milliseconds)
            suspects.remove(key)
        }
        // A row that may be anybody's shows nobody's absence.
        guard report.unreadableNames == 0 else { return }
        open.subtract(report.unreadable)
        for id in open {
            let key = Key(vdn: flight.call.vdn, id: id)
            news[key] = News(at: now, serial: nil)
            suspects.remove(key)
        }
    }
}
