internal import Roster
internal import StatusEngine

/// One schedule of questions, hang-ups, calls and mishaps against the engine alone, drawn from a
/// seed; after every event the engine is held to its promises.
package struct Simulation {
    enum Event {
        case ask
        case poll(VDN, Int)
        case askSteadily(Int)
        case hangUp(TicketID)
        case end(CallID, CallOutcome)
        case endAboutGroups(CallID, GroupCallOutcome)
        case changeGroups
        case changeSources
        case changeCredentials
        case wake
        case step
        case changeMood
        case stepClock
        case restart
    }

    private let seed: UInt64
    var world: World
    var cms = SimulatedCMS()
    var twins: TwinEngines
    var ledger: Ledger
    var queue = EventQueue<Event>()
    private(set) var now = Moment(
        instant: Instant(nanoseconds: 0),
        wall: Timestamp(milliseconds: 1_795_420_800_000)
    )
    private var plannedWake: Instant?
    private var plannedStep: Instant?
    private let end: Instant

    /// Draws a schedule.
    package init(seed: UInt64) {
        self.seed = seed
        world = World(seed: seed)
        twins = TwinEngines(settings: world.settings, vdns: world.vdns, seed: seed)
        ledger = Ledger(world.settings)
        end = Instant(nanoseconds: 0) + world.settings.timeToLive * 12
        if world.isSteady { planSteadily() } else { planFreely() }
        queue.plan(.wake, at: Instant(nanoseconds: 0))
        for _ in 0..<world.number(0...20) {
            queue.plan(.changeGroups, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
    }

    /// Runs the schedule to its end.
    /// - Throws: the first ``Violation``.
    package mutating func run() throws(Violation) {
        while let next = queue.next, next <= end, let event = queue.take() {
            move(to: next)
            try handle(event)
            try checkCounts()
        }
        if world.isSteady {
            let warm = Instant(nanoseconds: 0) + world.settings.timeToLive * 5
            try wrap { fail in try ledger.checkLaw(ids: world.ids.count, since: warm, fail) }
        }
        try drain()
    }

    private mutating func planSteadily() {
        for index in world.ids.indices {
            queue.plan(.askSteadily(index), at: drawnInstant(within: world.settings.timeToLive))
        }
    }

    private mutating func planFreely() {
        for _ in 0..<world.number(5...120) {
            queue.plan(.ask, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
        for vdn in world.vdns where world.chance(70) {
            let polls = world.number(1...120)
            queue.plan(.poll(vdn, polls), at: drawnInstant(within: world.settings.timeToLive * 3))
        }
        for _ in 0..<world.number(0...6) {
            queue.plan(.changeMood, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
        for _ in 0..<(world.chance(30) ? world.number(1...4) : 0) {
            queue.plan(.changeSources, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
        if world.chance(15) {
            queue.plan(.changeCredentials, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
        if world.chance(20) {
            queue.plan(.stepClock, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
        if world.chance(20) {
            queue.plan(.restart, at: drawnInstant(within: world.settings.timeToLive * 12))
        }
    }

    private mutating func drawnInstant(within span: Duration) -> Instant {
        Instant(nanoseconds: Int64.random(in: 0...span.nanoseconds, using: &world.random))
    }

    mutating func move(to instant: Instant) {
        let passed = instant.nanoseconds / 1_000_000 - now.instant.nanoseconds / 1_000_000
        now.wall.milliseconds += passed
        now.instant = instant
    }

    mutating func handle(_ event: Event) throws(Violation) {
        switch event {
        case .ask:
            try ask(world.question(at: now.instant))
        case .poll(let vdn, let left):
            try poll(vdn, left)
        case .askSteadily(let index):
            try askSteadily(index)
        case .hangUp(let ticket):
            twins.withdraw(ticket)
            ledger.waiting[ticket] = nil
        case .end(let call, let outcome):
            try finish(call, outcome)
        case .endAboutGroups(let call, let outcome):
            try finish(call, outcome)
        case .changeGroups:
            world.groups.change(&world.random, at: now.instant)
        case .changeSources:
            try changeSources()
        case .changeCredentials:
            try changeCredentials()
        case .wake:
            plannedWake = nil
            try perform { engine, now in engine.advance(to: now) }
        case .step:
            plannedStep = nil
            try perform { engine, now in engine.proceed(at: now) }
        case .changeMood:
            let moods = World.Mood.allCases
            world.mood = moods[world.number(0...(moods.count - 1))]
        case .stepClock:
            now.wall.milliseconds += Int64(world.number(-7_200_000...7_200_000))
        case .restart:
            try restart()
        }
    }

    /// One id asked for at least once a time to live, at its own times, alone or in company.
    private mutating func askSteadily(_ index: Int) throws(Violation) {
        let company = world.chance(10) ? world.ids : [world.ids[index]]
        let wait = Duration.seconds(60)
        try ask(Question(vdn: world.vdns[0], ids: company, wait: wait))
        let longest = Int(world.settings.timeToLive.nanoseconds - 1)
        let pause = Duration.nanoseconds(world.number(longest / 3...longest))
        queue.plan(.askSteadily(index), at: now.instant + pause)
    }

    /// The roll-up of a group asked for again and again, by several wallboards at about one time.
    private mutating func poll(_ vdn: VDN, _ left: Int) throws(Violation) {
        let ids = world.chance(50) ? world.ids : world.group
        let wait = Duration.milliseconds(world.number(1...2_000))
        try ask(Question(vdn: vdn, ids: ids, wait: wait, form: .rollUp))
        guard left > 1 else { return }
        let longest = Int(world.settings.timeToLive.nanoseconds / (world.chance(80) ? 20 : 1))
        queue.plan(.poll(vdn, left - 1), at: now.instant + .nanoseconds(world.number(0...longest)))
    }

    private mutating func ask(both question: Question) throws(Violation) -> QuestionOutcome {
        var outcome: QuestionOutcome?
        try wrap { fail in outcome = try twins.ask(question, at: now, fail) }
        guard let outcome else { throw violation("no outcome") }
        return outcome
    }

    /// Lets the engine live through an event, and does what it says.
    mutating func perform(
        _ event: (inout StatusEngine, Moment) -> EngineActions
    ) throws(Violation) {
        var actions: EngineActions?
        let now = now
        try wrap { fail in actions = try twins.both(fail) { event(&$0, now) } }
        guard let actions else { throw violation("no actions") }
        try perform(actions)
    }

    private mutating func ask(_ question: Question) throws(Violation) {
        let outcome = try ask(both: question)
        if question.isOnlyCached, !outcome.actions.calls.isEmpty {
            throw violation("a call, though only memory was asked")
        }
        for id in question.ids {
            ledger.wantedAt[.init(vdn: question.vdn, id: id)] = now.instant
        }
        switch outcome.asked {
        case .answered(let answer):
            try wrap { fail in
                try ledger.check(
                    answer,
                    to: question,
                    askedAt: now.instant,
                    at: now.instant,
                    fail
                )
            }
        case .waiting(let ticket):
            if question.isOnlyCached { throw violation("waiting, though only memory was asked") }
            ledger.waiting[ticket] = .init(question: question, askedAt: now.instant)
            if !world.isCalm, world.chance(10) {
                let patience = Duration.milliseconds(world.number(0...2_000))
                queue.plan(.hangUp(ticket), at: now.instant + patience)
            }
        }
        try perform(outcome.actions)
    }

    private mutating func finish(_ id: CallID, _ outcome: CallOutcome) throws(Violation) {
        // A call from before a restart ends into the void.
        guard let flight = ledger.flights.removeValue(forKey: id) else { return }
        switch outcome {
        case .success(let report):
            ledger.land(report, of: flight, at: now.instant)
            ledger.longestLatency = max(ledger.longestLatency, now.instant - flight.startedAt)
            ledger.taken(startedAt: flight.startedAt, at: now.instant)
        case .failure(let failure) where failure.code.locksOut:
            ledger.lockOut(failure, startedAt: flight.startedAt, at: now.instant)
        case .failure(let failure) where failure.code.concernsIDs:
            for id in flight.call.agents {
                ledger.suspects.insert(.init(vdn: flight.call.vdn, id: id))
            }
            ledger.taken(startedAt: flight.startedAt, at: now.instant)
        case .failure(let failure):
            ledger.probeFailed(failure, startedAt: flight.startedAt, at: now.instant)
        }
        if case .failure(let failure) = outcome { ledger.note(failure, of: flight) }
        try perform { engine, now in engine.callEnded(id, outcome, at: now) }
        ledger.forgotten = nil
    }

    /// Stops the engine, and starts another with what outlives a restart.
    private mutating func restart() throws(Violation) {
        let record = twins.engine.lockOutRecord(at: now)
        let quota = twins.engine.quotaRecord(at: now)
        try perform { engine, now in engine.shutDown(at: now) }
        guard ledger.waiting.isEmpty else {
            throw violation("\(ledger.waiting.count) questions unanswered at the stop")
        }
        ledger.restart(at: now.instant)
        queue = EventQueue()
        plannedWake = nil
        plannedStep = nil
        twins = TwinEngines(
            settings: world.settings,
            vdns: world.vdns,
            seed: seed &+ UInt64(ledger.restarts)
        )
        if let record { twins.restore(record, at: now) }
        if let quota { twins.restore(quota, at: now) }
        queue.plan(.wake, at: now.instant)
        for _ in 0..<world.number(1...40) {
            let later = Duration.milliseconds(world.number(0...5_000))
            queue.plan(.ask, at: now.instant + later)
        }
    }

    private mutating func perform(_ actions: EngineActions) throws(Violation) {
        for delivery in actions.deliveries {
            guard let waiting = ledger.waiting.removeValue(forKey: delivery.ticket) else {
                throw violation("an answer nobody waits for")
            }
            try wrap { fail in
                try ledger.check(
                    delivery.answer,
                    to: waiting.question,
                    askedAt: waiting.askedAt,
                    at: now.instant,
                    fail
                )
            }
        }
        let kinds = actions.events.compactMap { event in
            if case .callStarted(_, _, _, let kind) = event { kind } else { nil }
        }
        guard kinds.count == actions.calls.count else { throw violation("calls not accounted for") }
        for (call, kind) in zip(actions.calls, kinds) {
            try wrap { fail in try ledger.check(call, kind, at: now.instant, fail) }
            let outcome = cms.outcome(of: call, &world)
            queue.plan(.end(call.id, outcome), at: now.instant + world.latency())
        }
        if kinds.contains(.resend), actions.events.contains(where: \.isPause) {
            throw violation("a pause for a call that is sent once more")
        }
        try performGroupCalls(actions)
        if actions.isUnfinished { planStep() }
        guard let wake = actions.wakeAt else { return }
        if let plannedWake, plannedWake <= wake { return }
        plannedWake = wake
        queue.plan(.wake, at: max(wake, now.instant))
    }

    /// Plans the engine's next step: at once for news and answers, which are to be true of the
    /// moment they come at; soon for a question being arranged, so that other things happen between.
    private mutating func planStep() {
        let delay =
            twins.engine.isTakingIn ? 0 : world.number(0...(world.chance(80) ? 1_000 : 3_000_000))
        let step = now.instant + .nanoseconds(delay)
        if let plannedStep, plannedStep <= step { return }
        plannedStep = step
        queue.plan(.step, at: step)
    }

    private func checkCounts() throws(Violation) {
        if twins.engine.waitingQuestions != ledger.waiting.count {
            throw violation(
                "\(twins.engine.waitingQuestions) questions wait, not \(ledger.waiting.count)"
            )
        }
        let underWay = ledger.flights.count + ledger.groupFlights.count
        if twins.engine.callsInFlight != underWay {
            throw violation("\(twins.engine.callsInFlight) calls in flight, not \(underWay)")
        }
        if twins.engine.tableBytes > max(world.settings.maximumBytes, 1 << 20) {
            throw violation("the table occupies \(twins.engine.tableBytes) bytes")
        }
        let overdue = ledger.waiting.values.contains { waiting in
            waiting.askedAt + waiting.question.wait < now.instant
        }
        if overdue { throw violation("a question unanswered past its deadline") }
    }

    /// Lets all calls end and all deadlines come: nobody may be left waiting.
    private mutating func drain() throws(Violation) {
        let last = end + .seconds(70)
        while let next = queue.next, next <= last, let event = queue.take() {
            if case .ask = event { continue }
            if case .askSteadily = event { continue }
            if case .poll = event { continue }
            move(to: next)
            try handle(event)
            try checkCounts()
        }
        if !ledger.waiting.isEmpty {
            throw violation("\(ledger.waiting.count) questions never answered")
        }
        try checkLiveness()
    }

    /// However the schedule went: once the CMS answers again, whoever waits long enough is told.
    private mutating func checkLiveness() throws(Violation) {
        guard world.poison.isEmpty else { return }
        world.calmDown()
        // How a call ends that is under way is decided already.
        let underWay = Set(ledger.flights.keys).union(ledger.groupFlights.keys)
        while !underWay.isDisjoint(with: ledger.flights.keys)
            || !underWay.isDisjoint(with: ledger.groupFlights.keys),
            let next = queue.next, let event = queue.take()
        {
            move(to: max(next, now.instant))
            try handle(event)
        }
        move(to: now.instant + .seconds(3_600))
        try ask(Question(vdn: world.vdns[0], ids: world.ids, wait: .seconds(3_600)))
        while !ledger.waiting.isEmpty, let next = queue.next, let event = queue.take() {
            move(to: max(next, now.instant))
            try handle(event)
        }
        for id in world.ids {
            let news = ledger.news[.init(vdn: world.vdns[0], id: id)]
            guard let news, now.instant - news.at < .seconds(3_600) else {
                throw violation("\(id) not told of, though the CMS answers")
            }
        }
        try checkGroupsAreLearnt()
    }

    func wrap(_ check: ((String) throws -> Void) throws -> Void) throws(Violation) {
        do {
            try check { throw violation($0) }
        } catch let violation as Violation {
            throw violation
        } catch {
            throw violation("\(error)")
        }
    }

    func violation(_ what: String) -> Violation {
        Violation(seed: seed, at: now.instant.nanoseconds, what: what)
    }
}

extension EngineEvent {
    /// Whether calls stop for a while because of it.
    fileprivate var isPause: Bool {
        if case .paused = self { true } else { false }
    }
}
