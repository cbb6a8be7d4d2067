package import Roster

/// The heart of the gateway: freshness, batching and protection as one deterministic value.
///
/// Events go in with the moment they happen at, actions come out. There is no lock, no clock,
/// no I/O in it: the shell around it, ``StatusService``, has those.
package struct StatusEngine: Sendable {
    var settings: EngineSettings {
        didSet {
            lifetimes = Lifetimes(settings)
            settleDemand()
            rollUps.forgetAll()
        }
    }
    /// Of the settings, what each id is held to.
    private(set) var lifetimes: Lifetimes
    let vdns: [VDN]
    var table: StatusTable
    /// Whether roll-ups are remembered; where they are not, each is made anew.
    let remembersRollUps: Bool
    var rollUps = RollUpMemory()
    /// One a VDN.
    var demand: [DemandLedger]
    var pieces: PieceBook
    var tickets = TicketBook()
    /// Long questions whose ids are being put into pieces, the first begun first.
    var arrangements: [Arrangement] = []
    /// Long reports that are being taken in, the first come first.
    var landings: [Landing] = []
    /// Long answers in the making, the first begun first.
    var compositions: [Composition] = []
    /// Pieces that leave in calls of their own, with no other ids beside them.
    var sealed: [SealedPieces] = []
    var callGuard: CallGuard
    /// Permits the calls that find an id at fault.
    var bisections = CallBucket(capacity: 64, interval: .seconds(1))
    var flights: [CallID: Flight] = [:]
    var groups: GroupRefresh
    var lastCall: UInt64 = 0
    var latency = LatencyEstimate()
    /// When no call might leave last; nothing where calls always might.
    var standstill: Standstill?
    var isShuttingDown = false

    /// A call under way.
    struct Flight: Sendable {
        let vdnIndex: Int
        let endpoint: Int
        let agents: [AgentID]
        let pieces: [PieceID]
        let startedAt: Instant
    }

    /// Pieces that share a call with no others.
    struct SealedPieces: Sendable {
        let pieces: [PieceID]
        let kind: CallKind
    }

    /// Creates an engine that knows nothing yet.
    /// - Parameters:
    ///   - settings: what the engine goes by.
    ///   - vdns: the VDNs questions may be about.
    ///   - seed: where the jitter comes from; equal seeds and events give equal actions.
    ///   - remembersRollUps: whether a roll-up asked for again is answered without a look at its
    ///     agents while nothing has changed; answers and calls are the same either way.
    package init(
        settings: EngineSettings,
        vdns: [VDN],
        seed: UInt64,
        remembersRollUps: Bool = true
    ) {
        self.settings = settings
        self.remembersRollUps = remembersRollUps
        lifetimes = Lifetimes(settings)
        self.vdns = vdns
        table = StatusTable(vdns: vdns.count, maximumBytes: settings.maximumBytes)
        demand = Array(repeating: DemandLedger(), count: vdns.count)
        pieces = PieceBook(vdns: vdns.count)
        callGuard = CallGuard(settings: settings, seed: seed)
        groups = GroupRefresh(settings.groups, vdns: vdns.count, seed: seed)
    }

    /// How many agents the table holds.
    package var agentCount: Int { table.count }
    /// What the table occupies, in bytes.
    package var tableBytes: Int { table.count * StatusTable.bytesAnEntry }
    /// How many questions wait.
    package var waitingQuestions: Int { tickets.count + compositions.count }
    /// Whether news is being taken in, or told: what is known changes with each step.
    package var isTakingIn: Bool { !landings.isEmpty || !compositions.isEmpty }
    /// How many calls are in flight.
    package var callsInFlight: Int { callGuard.inFlight }
    /// Why no call may leave at present, if none may.
    package func refusal(at now: Instant) -> Trouble? {
        if isShuttingDown { return .shuttingDown }
        guard case .refused(let trouble, _) = callGuard.permission(at: now) else { return nil }
        return trouble
    }

    /// An instant was reached: answers what is due, sends what has gathered.
    package mutating func advance(to now: Moment) -> EngineActions {
        settleDemand()
        var actions = EngineActions()
        while let ticket = tickets.removeExpired(at: now.instant) {
            deliver(ticket, isLate: true, at: now, &actions)
        }
        sendWhatMayLeave(at: now, &actions)
        return actions
    }

    /// Goes on with what was left unfinished, a bounded part at a time: news first, then answers.
    package mutating func proceed(at now: Moment) -> EngineActions {
        settleDemand()
        var actions = EngineActions()
        if !landings.isEmpty {
            goOnLanding(at: now, &actions)
        } else if !compositions.isEmpty {
            goOnComposing(at: now, &actions)
        } else {
            goOnArranging(at: now, &actions)
        }
        sendWhatMayLeave(at: now, &actions)
        return actions
    }

    /// Nobody waits for the ticket any more; calls under way go on for the others.
    package mutating func withdraw(_ ticket: TicketID) {
        _ = tickets.remove(ticket)
        compositions.removeAll { $0.ticket.id == ticket }
    }

    /// Answers all that wait and sends no further call.
    package mutating func shutDown(at now: Moment) -> EngineActions {
        isShuttingDown = true
        settleDemand()
        var actions = EngineActions()
        while !landings.isEmpty { goOnLanding(at: now, &actions) }
        let underWay = flights.values.flatMap(\.pieces)
        flights = [:]
        groups.flights = [:]
        abandon(underWay, .shuttingDown, at: now, &actions)
        abandonWhatWaits(.shuttingDown, at: now, &actions)
        while !compositions.isEmpty { goOnComposing(at: now, &actions) }
        return actions
    }

    /// The lock-out in force, if there is one.
    package func lockOutRecord(at now: Moment) -> LockOutRecord? {
        callGuard.lockOutRecord(at: now)
    }

    /// Goes on with a lock-out from before a restart, provided the credentials are the same.
    package mutating func restore(_ lockOut: LockOutRecord, at now: Moment) {
        callGuard.restore(lockOut, at: now)
        noteStandstill(at: now.instant)
    }

    /// The calls that count towards the quota; nil if there is no quota.
    package func quotaRecord(at now: Moment) -> QuotaRecord? {
        callGuard.quotaRecord(at: now)
    }

    /// Counts the calls from before a restart towards the quota.
    package mutating func restore(_ quota: QuotaRecord, at now: Moment) {
        callGuard.restore(quota, at: now)
    }

    /// Takes the whole quota as spent at a time, where it is not known what was spent.
    package mutating func restoreQuotaSpent(since: Timestamp, at now: Moment) {
        callGuard.restoreQuotaSpent(since: since, at: now)
    }
}
