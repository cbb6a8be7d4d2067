import Roster
import Testing

@testable import StatusEngine

@Suite struct QuotaTests {
    private static let start = Moment(
        instant: Instant(nanoseconds: 5_000_000_000),
        wall: Timestamp(milliseconds: 1_795_420_800_000)
    )

    private func moment(_ seconds: Int64, wallStep: Int64 = 0) -> Moment {
        Moment(
            instant: Self.start.instant + .seconds(seconds),
            wall: Self.start.wall.advanced(bySeconds: seconds + wallStep)
        )
    }

    private func ledger(_ calls: Int, _ window: Duration = .seconds(3_600)) -> QuotaLedger {
        QuotaLedger(CallQuota(calls: calls, window: window))
    }

    /// Another process, whose clock of instants begins anew.
    private func restarted(_ now: Moment) -> Moment {
        Moment(instant: Instant(nanoseconds: 1), wall: now.wall)
    }

    @Test func `calls from before a restart count until their window is over`() {
        var before = ledger(3)
        for second in [0, 10, 20] { before.callStarted(at: moment(Int64(second)).instant) }
        var after = ledger(3)
        let now = restarted(moment(60))
        after.restore(before.record(at: moment(60)), at: now)
        #expect(after.left(at: now.instant) == 0)
        #expect(after.nextStart(at: now.instant) == now.instant + .seconds(3_540))
        #expect(after.left(at: now.instant + .seconds(3_540)) == 1)
        #expect(after.left(at: now.instant + .seconds(3_560)) == 3)
    }

    @Test func `a clock that went back frees nothing`() {
        var before = ledger(2)
        before.callStarted(at: moment(0).instant)
        before.callStarted(at: moment(1).instant)
        var after = ledger(2)
        let now = restarted(moment(60, wallStep: -86_400))
        after.restore(before.record(at: moment(60)), at: now)
        #expect(after.nextStart(at: now.instant) == now.instant + .seconds(3_600))
    }

    @Test func `a record of any numbers is taken without a crash`() {
        for time in [Int64.min, -1, 0, Int64.max] {
            for calls in [Int.min, 0, 1, Int.max] {
                var after = ledger(2)
                let start = QuotaRecord.Start(at: Timestamp(milliseconds: time), calls: calls)
                after.restore([start, start], at: moment(0))
                #expect((0...2).contains(after.left(at: moment(0).instant) ?? -1))
            }
        }
    }

    @Test func `a smaller quota than before waits for enough of its calls to pass`() {
        var before = ledger(5)
        for second in 0..<5 { before.callStarted(at: moment(Int64(second)).instant) }
        var after = ledger(2)
        after.restore(before.record(at: moment(5)), at: moment(5))
        // Two of five may count: four have to pass first.
        #expect(after.nextStart(at: moment(5).instant) == moment(3_603).instant)
    }

    @Test func `what is not known counts as spent since then, for one window at most`() {
        for (since, left) in [(-600, 3_000), (-4_000, nil), (900, 3_600)] as [(Int64, Int64?)] {
            var after = ledger(3)
            after.restoreSpent(since: moment(since).wall, at: moment(0))
            #expect(after.nextStart(at: moment(0).instant) == left.map { moment($0).instant })
        }
    }

    @Test func `a large quota is kept in a thousand entries, and no window exceeds it`() {
        let quota = CallQuota(calls: 5_000, window: .seconds(100))
        var ledger = QuotaLedger(quota)
        var random = SplitMix64(seed: 1)
        var starts: [Instant] = []
        var now = Instant(nanoseconds: 0)
        for _ in 0..<20_000 {
            now = now + .milliseconds(Int64.random(in: 0...30, using: &random))
            if let next = ledger.nextStart(at: now) { now = next }
            ledger.callStarted(at: now)
            starts.append(now)
        }
        for (last, first) in zip(starts.dropFirst(quota.calls), starts) {
            #expect(first + quota.window <= last)
        }
        let record = ledger.record(at: Moment(instant: now, wall: Self.start.wall))
        #expect(record.count <= 1_002)
        #expect(record.reduce(0) { $0 + $1.calls } > 2_000)
    }

    @Test func `an engine goes on with the quota of the one before`() throws {
        var settings = EngineSettings()
        settings.callQuota = CallQuota(calls: 2, window: .seconds(3_600))
        var script = Script(settings)
        try script.prove(1_001)
        try script.prove(1_002)
        let record = try #require(script.engine.quotaRecord(at: script.now))
        #expect(record.number == 2)
        var engine = StatusEngine(settings: settings, vdns: [Script.vdn], seed: 2)
        engine.restore(record, at: script.now)
        #expect(engine.callGuard.quotaLeft(at: script.now.instant) == 0)
        let without = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 2)
        #expect(without.quotaRecord(at: script.now) == nil)
    }
}
