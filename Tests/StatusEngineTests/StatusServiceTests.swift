import Foundation
import Roster
import Synchronization
import Testing

@testable import StatusEngine

@Suite struct StatusServiceTests {
    @Test(.timeLimit(.minutes(1)))
    func `a waiting question is answered once, by the call it caused`() async throws {
        let desk = Desk()
        try await desk.running { service in
            let answers = AsyncStream<Answer>.makeStream()
            let asked = service.ask(Desk.question([1031])) { answer in
                answers.continuation.yield(answer)
            }
            guard case .waiting = asked else { throw Unexpected("answered at once") }
            desk.clock.advance(by: .milliseconds(1))
            var iterator = answers.stream.makeAsyncIterator()
            let answer = await iterator.next()
            #expect(answer?.readings.map(\.freshness) == [.live])
        }
        #expect(desk.fetcher.calls.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a hundred askers at once are served by one call`() async throws {
        let desk = Desk()
        try await desk.running { service in
            let answers = AsyncStream<Answer>.makeStream()
            for _ in 0..<100 {
                _ = service.ask(Desk.question([1031])) { answer in
                    answers.continuation.yield(answer)
                }
            }
            desk.clock.advance(by: .milliseconds(1))
            var iterator = answers.stream.makeAsyncIterator()
            for _ in 0..<100 { #expect(await iterator.next()?.readings.count == 1) }
        }
        #expect(desk.fetcher.calls.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a call is settled once those who waited for it are answered`() async throws {
        let desk = Desk()
        let answered = Mutex(0)
        try await desk.running { service in
            for _ in 0..<3 {
                _ = service.ask(Desk.question([1031])) { _ in answered.withLock { $0 += 1 } }
            }
            desk.clock.advance(by: .milliseconds(1))
            var settled = desk.fetcher.settledCalls.stream.makeAsyncIterator()
            #expect(await settled.next() == desk.fetcher.calls.first?.id)
            #expect(answered.withLock { $0 } == 3)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a deadline is kept though no call ever ends`() async throws {
        let desk = Desk(hangs: true)
        try await desk.running { service in
            let answers = AsyncStream<Answer>.makeStream()
            _ = service.ask(Desk.question([1031])) { answer in
                answers.continuation.yield(answer)
            }
            desk.clock.advance(by: .seconds(5))
            var iterator = answers.stream.makeAsyncIterator()
            let reason = await iterator.next()?.readings[0].missingReason
            #expect(reason == .trouble(.deadlineExceeded))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `shutting down answers who waits, ends the calls and lets run return`() async throws {
        let desk = Desk(hangs: true)
        let answered = Mutex<[Answer]>([])
        try await desk.running { service in
            _ = service.ask(Desk.question([1031])) { answer in
                answered.withLock { $0.append(answer) }
            }
            desk.clock.advance(by: .milliseconds(1))
        }
        #expect(
            answered.withLock { $0 }.map(\.readings[0].missingReason) == [
                .trouble(.shuttingDown)
            ]
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func `a long question is answered whole, after the steps it takes`() async throws {
        let desk = Desk()
        try await desk.running { service in
            let answers = AsyncStream<Answer>.makeStream()
            let many = Desk.question(Array(100_000..<130_000))
            let asked = service.ask(many) { answer in answers.continuation.yield(answer) }
            guard case .waiting = asked else { throw Unexpected("answered at once") }
            var iterator = answers.stream.makeAsyncIterator()
            let answer = await iterator.next()
            #expect(answer?.readings.map(\.id) == many.ids)
            #expect(answer?.summary.live == 30_000)
            #expect(service.gauges.waitingQuestions == 0)
        }
        #expect(desk.fetcher.calls.count == 5)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a long question is answered when the service stops, whatever step it is at`()
        async throws
    {
        let desk = Desk(hangs: true)
        let answered = Mutex<[Answer]>([])
        try await desk.running { service in
            let many = Desk.question(Array(100_000..<400_000))
            _ = service.ask(many) { answer in answered.withLock { $0.append(answer) } }
        }
        #expect(answered.withLock { $0 }.map(\.summary.failed) == [300_000])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a lock-out is told before who waits is answered`() async throws {
        let observer = RecordingObserver()
        let desk = Desk(failure: .unauthorized, observer: observer)
        try await desk.running { service in
            let answers = AsyncStream<Bool>.makeStream()
            _ = service.ask(Desk.question([1031])) { _ in
                answers.continuation.yield(observer.told.contains("lockedOut"))
            }
            desk.clock.advance(by: .milliseconds(1))
            var iterator = answers.stream.makeAsyncIterator()
            #expect(await iterator.next() == true)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `what was decided last is told last, whichever thread decided it`() async throws {
        let observer = RecordingObserver()
        let desk = Desk(failure: .unauthorized, observer: observer)
        let service = desk.service
        // The credentials change while the lock-out is being written down.
        observer.whileLockedOutIsTold = {
            let changing = Thread { service.credentialsChanged() }
            changing.start()
            // Told out of order, the change would be here at once.
            observer.awaitEnd(upTo: .milliseconds(200))
        }
        try await desk.running { service in
            _ = service.ask(Desk.question([1031])) { _ in }
            desk.clock.advance(by: .milliseconds(1))
            var iterator = observer.ends.stream.makeAsyncIterator()
            _ = await iterator.next()
        }
        #expect(
            observer.told.filter { $0.hasPrefix("lock") } == ["lockedOut", "lockOutLifted"]
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func `a call is written down before it leaves, and nothing is where there is no quota`()
        async throws
    {
        for quota in [CallQuota(calls: 10, window: .seconds(3_600)), nil] {
            let store = RecordingStore()
            let desk = Desk(quota: quota, store: store)
            try await desk.running { service in
                for id: UInt32 in [1031, 1032] {
                    let answers = AsyncStream<Answer>.makeStream()
                    _ = service.ask(Desk.question([id])) { answer in
                        answers.continuation.yield(answer)
                    }
                    desk.clock.advance(by: .milliseconds(1))
                    var iterator = answers.stream.makeAsyncIterator()
                    _ = await iterator.next()
                    let kept = store.records.last?.calls.reduce(0) { $0 + $1.calls }
                    #expect(kept == quota.map { _ in desk.fetcher.calls.count })
                }
            }
            #expect(store.records.map(\.number) == (quota == nil ? [] : [1, 2]))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a withdrawn question is never answered`() async throws {
        let desk = Desk(hangs: true)
        try await desk.running { service in
            let asked = service.ask(Desk.question([1031])) { _ in
                Issue.record("answered though withdrawn")
            }
            guard case .waiting(let ticket) = asked else { throw Unexpected("answered at once") }
            service.withdraw(ticket)
            #expect(service.gauges.waitingQuestions == 0)
            desk.clock.advance(by: .seconds(6))
        }
    }
}

/// A service with a clock moved by hand and a CMS that answers at once, or never.
private struct Desk {
    let clock = ManualClock()
    let fetcher: ScriptedFetcher
    let service: StatusService

    init(
        hangs: Bool = false,
        failure: CallFailure.Code? = nil,
        observer: any EngineObserver = DeafObserver(),
        quota: CallQuota? = nil,
        store: (any QuotaStore)? = nil
    ) {
        fetcher = ScriptedFetcher(hangs: hangs, failure: failure)
        var settings = EngineSettings()
        settings.callQuota = quota
        service = StatusService(
            settings: settings,
            vdns: [Script.vdn],
            clock: clock,
            fetcher: fetcher,
            groupFetcher: fetcher,
            observer: observer,
            quotaStore: store,
            seed: 1
        )
    }

    static func question(_ ids: [UInt32]) -> Question {
        Question(vdn: Script.vdn, ids: ids.map(AgentID.init(unchecked:)), wait: .seconds(5))
    }

    /// Runs the service for as long as the body takes, then shuts it down.
    func running(_ body: (StatusService) async throws -> Void) async throws {
        async let run: Void = service.run()
        let result: Result<Void, any Error>
        do { result = .success(try await body(service)) } catch { result = .failure(error) }
        service.shutDown()
        await run
        try result.get()
    }
}

/// A clock that stands still until it is moved.
private final class ManualClock: EngineClock {
    private struct State {
        var now = Moment(instant: Instant(nanoseconds: 0), wall: Timestamp(milliseconds: 0))
        var alarm: (at: Instant, fire: @Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var now: Moment { state.withLock { $0.now } }

    func setAlarm(at instant: Instant, _ fire: @escaping @Sendable () -> Void) {
        state.withLock { $0.alarm = (instant, fire) }
    }

    /// Moves on, ringing each alarm on the way at its time.
    func advance(by duration: Duration) {
        let end = now.instant + duration
        while let fire = takeAlarm(dueBy: end) { fire() }
        state.withLock { $0.now.instant = end }
    }

    private func takeAlarm(dueBy end: Instant) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard let alarm = state.alarm, alarm.at <= end else { return nil }
            state.alarm = nil
            state.now.instant = max(state.now.instant, alarm.at)
            return alarm.fire
        }
    }
}

/// Answers every call with a row for each id, or holds it until it is cancelled.
private final class ScriptedFetcher: StatusFetcher, GroupFetcher {
    func fetch(_ call: GroupCall) async -> GroupCallOutcome {
        .failure(CallFailure(.connectFailed))
    }

    private let hangs: Bool
    private let failure: CallFailure.Code?
    private let received = Mutex<[StatusCall]>([])
    let settledCalls = AsyncStream<CallID>.makeStream()

    init(hangs: Bool, failure: CallFailure.Code?) {
        self.hangs = hangs
        self.failure = failure
    }

    var calls: [StatusCall] { received.withLock { $0 } }

    func fetch(_ call: StatusCall) async -> CallOutcome {
        received.withLock { $0.append(call) }
        guard !hangs else {
            for await _ in AsyncStream<Never>.makeStream().stream {}
            return .failure(CallFailure(.connectionLost))
        }
        if let failure { return .failure(CallFailure(failure)) }
        let reports = call.agents.map { AgentReport(id: $0, stateCode: 1, stateSeconds: 1) }
        return .success(StatusReport(reports: reports))
    }

    func settled(_ call: CallID) { settledCalls.continuation.yield(call) }
}

private struct DeafObserver: EngineObserver {
    func observe(_ event: EngineEvent) {}
}

/// Keeps the names of events in the order in which telling them ended.
private final class RecordingObserver: EngineObserver {
    private let state = Mutex<(told: [String], meanwhile: (@Sendable () -> Void)?)>(([], nil))
    private let end = DispatchSemaphore(value: 0)
    /// Gets an element when the lock-out's end was told.
    let ends = AsyncStream<Void>.makeStream()

    var told: [String] { state.withLock { $0.told } }

    /// What happens while the lock-out is being told.
    var whileLockedOutIsTold: (@Sendable () -> Void)? {
        get { state.withLock { $0.meanwhile } }
        set { state.withLock { $0.meanwhile = newValue } }
    }

    /// Waits for the end of the lock-out to be told.
    func awaitEnd(upTo limit: DispatchTimeInterval) { _ = end.wait(timeout: .now() + limit) }

    func observe(_ event: EngineEvent) {
        if case .lockedOut = event { whileLockedOutIsTold?() }
        let name = String("\(event)".prefix { $0 != "(" })
        state.withLock { $0.told.append(name) }
        guard event == .lockOutLifted else { return }
        end.signal()
        ends.continuation.yield()
    }
}

private final class RecordingStore: QuotaStore {
    private let kept = Mutex<[QuotaRecord]>([])

    var records: [QuotaRecord] { kept.withLock { $0 } }

    func keep(_ record: QuotaRecord) { kept.withLock { $0.append(record) } }
}
