import Roster
import Testing

@testable import StatusEngine

/// Drives an engine by hand: time moves when told to, calls end when told to.
struct Script {
    static let vdn = makeVDN(170)

    private(set) var engine: StatusEngine
    private(set) var now = Moment(
        instant: Instant(nanoseconds: 0),
        wall: Timestamp(milliseconds: 1_795_420_800_000)
    )
    /// Calls sent and not yet ended, oldest first.
    private(set) var inFlight: [StatusCall] = []
    /// Every call ever sent.
    private(set) var sent: [StatusCall] = []
    /// Calls about groups sent and not yet ended, oldest first.
    private(set) var groupCalls: [GroupCall] = []
    /// Every call about groups ever sent, and when.
    private(set) var groupCallsSent: [(query: GroupQuery, at: Instant)] = []
    private(set) var answers: [TicketID: Answer] = [:]
    private(set) var events: [EngineEvent] = []
    private(set) var wakeAt: Instant?
    /// Whether steps the engine has left to do are taken at once.
    var takesSteps = true
    /// Whether it has some left.
    private(set) var isUnfinished = false

    init(_ settings: EngineSettings = EngineSettings(), vdns: [VDN] = [Script.vdn]) {
        engine = StatusEngine(settings: settings, vdns: vdns, seed: 1)
    }

    /// Asks, and takes the answer that is given at once.
    mutating func ask(
        _ ids: [Int],
        vdn: VDN = Script.vdn,
        wait: Duration = .seconds(5),
        maximumAge: Duration? = nil,
        maximumStale: Duration? = nil,
        isOnlyCached: Bool = false
    ) -> Asked {
        let question = Question(
            vdn: vdn,
            ids: ids.map { AgentID(unchecked: UInt32($0)) },
            wait: wait,
            maximumAge: maximumAge,
            maximumStale: maximumStale,
            isOnlyCached: isOnlyCached
        )
        let outcome = engine.ask(question, at: now)
        note(outcome.actions)
        return outcome.asked
    }

    /// Asks, and expects to wait.
    mutating func waitFor(
        _ ids: some Sequence<Int>,
        vdn: VDN = Script.vdn,
        wait: Duration = .seconds(5),
        maximumAge: Duration? = nil
    ) throws -> TicketID {
        let asked = ask(Array(ids), vdn: vdn, wait: wait, maximumAge: maximumAge)
        guard case .waiting(let ticket) = asked else { throw Unexpected("answered at once") }
        return ticket
    }

    /// Asks as given, and expects to wait.
    mutating func waitFor(_ question: Question) throws -> TicketID {
        let outcome = engine.ask(question, at: now)
        note(outcome.actions)
        guard case .waiting(let ticket) = outcome.asked else {
            throw Unexpected("answered at once")
        }
        return ticket
    }

    /// Asks, and expects an answer at once.
    mutating func answerNow(
        _ ids: some Sequence<Int>,
        vdn: VDN = Script.vdn,
        maximumAge: Duration? = nil
    ) throws -> Answer {
        let asked = ask(Array(ids), vdn: vdn, maximumAge: maximumAge)
        guard case .answered(let answer) = asked else { throw Unexpected("has to wait") }
        return answer
    }

    /// Lets time pass, waking the engine whenever it asked to be.
    mutating func pass(_ duration: Duration) {
        let end = now.instant + duration
        while let wake = wakeAt, wake <= end {
            wakeAt = nil
            move(to: max(wake, now.instant))
            note(engine.advance(to: now))
        }
        move(to: end)
    }

    /// Takes so many of the steps the engine has left to do.
    mutating func step(_ count: Int = 1) {
        for _ in 0..<count { note(engine.proceed(at: now)) }
    }

    /// Takes all steps the engine has left to do.
    mutating func finishSteps() {
        while isUnfinished { step() }
    }

    /// Wakes the engine now.
    mutating func wake() { note(engine.advance(to: now)) }

    /// Ends the oldest call in flight with a row for each id, but those left out.
    mutating func succeed(
        state: Int32 = 1,
        seconds: Int64 = 10,
        leavingOut: Set<Int> = []
    ) throws {
        let call = try takeCall()
        let reports = call.agents
            .filter { !leavingOut.contains(Int($0.number)) }
            .map { AgentReport(id: $0, stateCode: state, stateSeconds: seconds) }
        end(call, .success(StatusReport(reports: reports)))
    }

    /// Ends the oldest call in flight with a failure.
    mutating func fail(_ code: CallFailure.Code, retryAfter: Int64? = nil) throws {
        let call = try takeCall()
        end(call, .failure(CallFailure(code, retryAfter: retryAfter)))
    }

    /// Ends the oldest call in flight with a failure, and its retry too.
    mutating func failTwice(_ code: CallFailure.Code) throws {
        try fail(code)
        pass(.milliseconds(250))
        try fail(code)
    }

    /// Ends a call as given.
    mutating func end(_ call: StatusCall, _ outcome: CallOutcome) {
        inFlight.removeAll { $0.id == call.id }
        note(engine.callEnded(call.id, outcome, at: now))
    }

    mutating func takeCall() throws -> StatusCall {
        guard !inFlight.isEmpty else { throw Unexpected("no call in flight") }
        return inFlight.removeFirst()
    }

    /// Ends the oldest call about groups in flight.
    mutating func endGroupCall(_ outcome: GroupCallOutcome) throws {
        guard !groupCalls.isEmpty else { throw Unexpected("no call about groups in flight") }
        let call = groupCalls.removeFirst()
        note(engine.groupCallEnded(call.id, outcome, at: now))
    }

    /// Takes up the groups of before a restart.
    mutating func restore(_ learnt: [VDN: LearntGroups]) {
        engine.restore(learnt)
    }

    mutating func withdraw(_ ticket: TicketID) { engine.withdraw(ticket) }

    mutating func shutDown() { note(engine.shutDown(at: now)) }

    /// Goes by other settings.
    mutating func change(to settings: EngineSettings) {
        note(engine.change(to: settings, at: now))
    }

    /// Signs with other credentials.
    mutating func changeCredentials() { note(engine.credentialsChanged(at: now)) }

    /// Takes up a lock-out from before a restart that took so long.
    mutating func restore(_ record: LockOutRecord, wallLater: Duration) {
        now.wall.milliseconds += wallLater.nanoseconds / 1_000_000
        engine.restore(record, at: now)
    }

    /// Brings a first call to success, so that calls no longer go one at a time.
    mutating func prove(_ id: Int = 999_999) throws {
        _ = try waitFor([id])
        pass(.milliseconds(1))
        try succeed()
    }

    private mutating func note(_ actions: EngineActions) {
        inFlight += actions.calls
        groupCalls += actions.groupCalls
        groupCallsSent += actions.groupCalls.map { ($0.query, now.instant) }
        sent += actions.calls
        events += actions.events
        for delivery in actions.deliveries { answers[delivery.ticket] = delivery.answer }
        if let wake = actions.wakeAt { wakeAt = min(wakeAt ?? wake, wake) }
        isUnfinished = actions.isUnfinished
        if isUnfinished, takesSteps { step() }
    }

    private mutating func move(to instant: Instant) {
        let passed = (instant - now.instant).nanoseconds
        now.wall.milliseconds +=
            (now.instant.nanoseconds + passed) / 1_000_000
            - now.instant.nanoseconds / 1_000_000
        now.instant = instant
    }
}

/// Something the script did not expect.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A VDN that is known to be allowed.
func makeVDN(_ number: Int) -> VDN {
    guard let vdn = VDN(number) else { preconditionFailure("\(number) is no VDN") }
    return vdn
}

extension Reading {
    /// The freshness, where there is an observation.
    var freshness: Freshness? {
        if case .observed(_, let freshness) = self { freshness } else { nil }
    }

    /// The reason, where there is none.
    var missingReason: MissingReason? {
        if case .missing(_, let reason) = self { reason } else { nil }
    }
}
