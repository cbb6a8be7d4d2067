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
        /// Whether another call with the same ids brought the rows first.
        var isObsolete = false
    }

    /// A source in a VDN, or one group of it.
    struct GroupReading: Hashable {
        let vdn: VDN
        let source: Group.Source
        var group = ""
    }

    let settings: EngineSettings
    var news: [Key: News] = [:]
    var wantedAt: [Key: Instant] = [:]
    var waiting: [TicketID: Waiting] = [:]
    var flights: [CallID: Flight] = [:]
    /// Ids a call was ever refused for: they ride alone.
    var suspects: Set<Key> = []
    var starts: [(at: Instant, kind: CallKind)] = []
    var groupFlights: [CallID: (call: GroupCall, startedAt: Instant)] = [:]
    /// When calls about groups left.
    var groupStarts: [Instant] = []
    /// When the first and the last page of a group's reading were asked for.
    var readings: [GroupReading: (first: Instant, last: Instant)] = [:]
    /// The sources that are not asked any more.
    var barred: Set<GroupReading> = []
    /// The longest any call took that succeeded: who can wait for longer is not answered early.
    var longestLatency = Duration.zero
    /// Whether a call has succeeded.
    var isProven = false
    var noCallBefore = Instant(nanoseconds: .min)
    var lockOutStep = -1
    var restarts = 0

    init(_ settings: EngineSettings) {
        self.settings = settings
    }

    /// Forgets what a restart loses.
    mutating func restart() {
        news = [:]
        wantedAt = [:]
        waiting = [:]
        flights = [:]
        suspects = []
        starts = []
        groupFlights = [:]
        groupStarts = []
        readings = [:]
        barred = []
        isProven = false
        lockOutStep = max(lockOutStep, -1)
        restarts += 1
    }

    /// Takes a report in as the engine should: the first row of an agent counts, rows nobody
    /// asked for do not.
    mutating func land(_ report: StatusReport, of flight: Flight, at now: Instant) {
        guard !flight.isObsolete else { return }
        for (id, other) in flights
        where other.call.vdn == flight.call.vdn && other.call.agents == flight.call.agents {
            flights[id]?.isObsolete = true
        }
        var open = Set(flight.call.agents)
        for row in report.reports where open.remove(row.id) != nil {
            let key = Key(vdn: flight.call.vdn, id: row.id)
            news[key] = News(at: now, serial: row.signedInAt?.milliseconds)
            suspects.remove(key)
        }
        open.subtract(report.unreadable)
        for id in open {
            let key = Key(vdn: flight.call.vdn, id: id)
            news[key] = News(at: now, serial: nil)
            suspects.remove(key)
        }
    }

    /// Takes in that the CMS took a call, well or not: the signature is good.
    mutating func taken(startedAt: Instant) {
        isProven = true
        if startedAt >= noCallBefore { lockOutStep = -1 }
    }

    /// Takes a failed probe in: its step is waited for once more.
    mutating func probeFailed(at now: Instant) {
        guard lockOutStep >= 0, now >= noCallBefore else { return }
        lockOutStep -= 1
        lockOut(at: now)
    }

    /// Takes a refused signature in: no call before its step is over.
    mutating func lockOut(at now: Instant) {
        guard now >= noCallBefore else { return }
        lockOutStep += 1
        let minutes = [1, 2, 4, 8, 16, 30][min(lockOutStep, 5)]
        noCallBefore = now + .seconds(minutes * 60)
    }
}
