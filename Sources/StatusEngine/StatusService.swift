package import Roster
internal import Synchronization

/// The shell around ``StatusEngine``: owns its lock, performs its actions, and does nothing else.
package final class StatusService: StatusSource {
    private struct State {
        var engine: StatusEngine
        /// Where the answers of waiting questions go.
        var deliveries: [TicketID: Delivery] = [:]
        /// Whether somebody is about to take the steps the engine has left to do.
        var isStepping = false
        /// The alarm that is set.
        var alarm: Instant?
        /// What has happened and is not told yet, in the order in which it was decided.
        var events: [EngineEvent] = []
    }

    /// The engine is asked and its actions are noted under this lock; they are performed outside
    /// it, so that an answer or a log line never waits for another caller's.
    private let state: Mutex<State>
    private let clock: any EngineClock
    private let fetcher: any StatusFetcher
    private let groupFetcher: any GroupFetcher
    private let observer: any EngineObserver
    /// Held while events are told, so that they are told in order.
    private let telling = Mutex(())
    private let quotaStore: (any QuotaStore)?
    /// The number of the record the store has; held while one is written.
    private let keptQuota = Mutex<UInt64>(0)
    private let errands: AsyncStream<Errand>
    private let errandsInput: AsyncStream<Errand>.Continuation

    /// What is done outside the threads that serve clients.
    private enum Errand: Sendable {
        case status(StatusCall)
        case groups(GroupCall)
        /// The steps the engine has left to do.
        case steps
    }

    /// Creates a service around a new engine.
    /// - Parameters:
    ///   - settings: what the engine goes by.
    ///   - vdns: the VDNs questions may be about.
    ///   - clock: where time comes from.
    ///   - fetcher: the way to the CMS.
    ///   - groupFetcher: the way to the CMS for calls about groups.
    ///   - observer: who takes note of events.
    ///   - quotaStore: where the calls that count towards the quota are kept.
    ///   - seed: where the engine's jitter comes from.
    package init(
        settings: EngineSettings,
        vdns: [VDN],
        clock: any EngineClock,
        fetcher: any StatusFetcher,
        groupFetcher: any GroupFetcher,
        observer: any EngineObserver,
        quotaStore: (any QuotaStore)? = nil,
        seed: UInt64
    ) {
        state = Mutex(State(engine: StatusEngine(settings: settings, vdns: vdns, seed: seed)))
        self.clock = clock
        self.fetcher = fetcher
        self.groupFetcher = groupFetcher
        self.observer = observer
        self.quotaStore = quotaStore
        (errands, errandsInput) = AsyncStream.makeStream()
    }

    /// Performs calls and steps until ``shutDown()``, then ends those in flight; begins with what is due
    /// without a question.
    package func run() async {
        wake()
        await withDiscardingTaskGroup { group in
            for await errand in errands {
                group.addTask { await self.perform(errand) }
            }
            group.cancelAll()
        }
    }

    /// Asks; see ``StatusSource/ask(_:deliver:)``.
    package func ask(
        _ question: Question,
        deliver: @escaping Delivery
    ) -> Asked {
        let (asked, work) = state.withLock { state in
            let outcome = state.engine.ask(question, at: clock.now)
            if case .waiting(let ticket) = outcome.asked { state.deliveries[ticket] = deliver }
            return (outcome.asked, note(outcome.actions, in: &state))
        }
        perform(work)
        return asked
    }

    /// Gives up waiting for an answer.
    package func withdraw(_ ticket: TicketID) {
        state.withLock { state in
            state.deliveries[ticket] = nil
            state.engine.withdraw(ticket)
        }
    }

    /// What memory holds now; see ``StatusSource/recall(_:in:on:)``.
    package func recall(
        _ ids: ArraySlice<AgentID>,
        in vdn: VDN,
        on terms: AnswerTerms
    ) -> [Reading] {
        state.withLock { $0.engine.recall(ids, in: vdn, on: terms, at: clock.now) }
    }

    /// Answers all that wait, and from now on all that would have to, with `shuttingDown`.
    package func turnAway() {
        handle { engine, now in engine.shutDown(at: now) }
    }

    /// Turns away whoever waits, and lets ``run()`` return.
    package func shutDown() {
        turnAway()
        errandsInput.finish()
    }

    /// Lets the engine go by other settings; see ``StatusEngine/change(to:at:)``.
    package func change(to settings: EngineSettings) {
        handle { engine, now in engine.change(to: settings, at: now) }
    }

    /// Tells the engine of new credentials, with which the fetcher must sign already.
    package func credentialsChanged() {
        handle { engine, now in engine.credentialsChanged(at: now) }
    }

    /// What the gauges show.
    package var gauges: EngineGauges {
        state.withLock { state in
            EngineGauges(state.engine, at: clock.now)
        }
    }

    /// What is known of the groups of each VDN; empty where no source is on.
    package var learntGroups: [VDN: LearntGroups] {
        state.withLock { $0.engine.learntGroups }
    }

    /// What the table knows, taken part by part so that no question waits for the whole.
    package func snapshot() -> StatusSnapshot {
        var entries: [StatusSnapshot.Entry] = []
        for part in 0..<state.withLock({ $0.engine.snapshotParts }) {
            entries += state.withLock { $0.engine.snapshot(part: part, at: clock.now) }
        }
        return StatusSnapshot(entries: entries, groups: learntGroups)
    }

    /// Takes in what was known before a restart; see ``StatusEngine/restore(_:at:)``.
    /// - Returns: how many entries were taken in.
    package func restore(_ snapshot: StatusSnapshot) -> Int {
        state.withLock { state in
            state.engine.restore(snapshot.groups)
            return state.engine.restore(snapshot, at: clock.now)
        }
    }

    /// Goes on with a lock-out from before a restart, provided the credentials are the same.
    package func restore(_ lockOut: LockOutRecord) {
        state.withLock { $0.engine.restore(lockOut, at: clock.now) }
    }

    /// Counts the calls from before a restart towards the quota.
    package func restore(_ quota: QuotaRecord) {
        state.withLock { $0.engine.restore(quota, at: clock.now) }
    }

    /// Takes the whole quota as spent at a time, where it is not known what was spent.
    package func restoreQuotaSpent(since: Timestamp) {
        state.withLock { $0.engine.restoreQuotaSpent(since: since, at: clock.now) }
    }

    /// Writes down the calls that have left the engine, unless that is done, before one leaves for
    /// the CMS: a process that is killed does not forget it.
    private func keepQuota() {
        guard let quotaStore else { return }
        keptQuota.withLock { kept in
            let record = state.withLock { $0.engine.quotaRecord(at: clock.now) }
            guard let record, record.number != kept else { return }
            quotaStore.keep(record)
            kept = record.number
        }
    }

    private func perform(_ errand: Errand) async {
        switch errand {
        case .status(let call):
            keepQuota()
            let outcome = await fetcher.fetch(call)
            handleToTheEnd { engine, now in engine.callEnded(call.id, outcome, at: now) }
            fetcher.settled(call.id)
        case .groups(let call):
            keepQuota()
            let outcome = await groupFetcher.fetch(call)
            handle { engine, now in engine.groupCallEnded(call.id, outcome, at: now) }
        case .steps:
            handleToTheEnd { engine, now in engine.proceed(at: now) }
        }
    }

    /// Lets the engine live through an event, and go on until nothing is left unfinished; the lock
    /// is let go between the steps.
    private func handleToTheEnd(_ event: (inout StatusEngine, Moment) -> EngineActions) {
        var isUnfinished = handleStep(event)
        while isUnfinished {
            isUnfinished = handleStep { engine, now in engine.proceed(at: now) }
        }
    }

    /// - Returns: whether the engine has steps left to do, which are the caller's to take.
    private func handleStep(_ event: (inout StatusEngine, Moment) -> EngineActions) -> Bool {
        let (work, isUnfinished) = state.withLock { state in
            let actions = event(&state.engine, clock.now)
            state.isStepping = actions.isUnfinished
            return (note(actions, in: &state), actions.isUnfinished)
        }
        perform(work)
        return isUnfinished
    }

    private func handle(_ event: (inout StatusEngine, Moment) -> EngineActions) {
        let work = state.withLock { state in
            note(event(&state.engine, clock.now), in: &state)
        }
        perform(work)
    }

    /// What is left to do once the lock is released.
    private struct Work {
        var deliveries: [(deliver: Delivery, answer: Answer)] = []
        var errands: [Errand] = []
        var hasEvents = false
        /// Whether a lock-out begins or ends: that is told, and so written down, before all else.
        var changesLockOut = false
    }

    private func note(_ actions: EngineActions, in state: inout State) -> Work {
        let calls = actions.calls.map { Errand.status($0) } + actions.groupCalls.map { .groups($0) }
        state.events += actions.events
        var work = Work(
            errands: calls,
            hasEvents: !actions.events.isEmpty,
            changesLockOut: actions.events.contains(where: \.changesLockOut)
        )
        if actions.isUnfinished, !state.isStepping {
            state.isStepping = true
            work.errands.append(.steps)
        }
        for delivery in actions.deliveries {
            guard let deliver = state.deliveries.removeValue(forKey: delivery.ticket) else {
                continue
            }
            work.deliveries.append((deliver, delivery.answer))
        }
        if let wakeAt = actions.wakeAt { setAlarm(at: wakeAt, in: &state) }
        return work
    }

    /// Sets the alarm, unless one is set that rings no later.
    ///
    /// It is set under the lock, so that of two threads the later decision is the later alarm. An alarm
    /// earlier than needed is left: waking for nothing does no harm.
    private func setAlarm(at instant: Instant, in state: inout State) {
        if let alarm = state.alarm, alarm <= instant { return }
        state.alarm = instant
        clock.setAlarm(at: instant) { [weak self] in self?.wake() }
    }

    private func wake() {
        let work = state.withLock { state in
            state.alarm = nil
            let actions = state.engine.advance(to: clock.now)
            return note(actions, in: &state)
        }
        perform(work)
    }

    private func perform(_ work: Work) {
        if work.changesLockOut { telling.withLock { _ in tellPendingEvents() } }
        for errand in work.errands { errandsInput.yield(errand) }
        for (deliver, answer) in work.deliveries { deliver(answer) }
        if work.hasEvents { tellEvents() }
    }

    /// Tells what has happened, or leaves it to the thread that is telling already: no event loop
    /// waits for another thread's log line.
    private func tellEvents() {
        while state.withLock({ !$0.events.isEmpty }) {
            // Who holds the lock looks once more after letting it go.
            guard telling.withLockIfAvailable({ _ in tellPendingEvents() }) != nil else { return }
        }
    }

    private func tellPendingEvents() {
        while true {
            let events = state.withLock { state in
                defer { state.events = [] }
                return state.events
            }
            guard !events.isEmpty else { return }
            for event in events { observer.observe(event) }
        }
    }
}
