import Roster
import Testing

@testable import StatusEngine

/// Roll-ups are remembered: each claim is held against an engine that remembers none.
@Suite struct RollUpTests {
    private let ids = (1_001...1_020).map { AgentID(unchecked: UInt32($0)) }
    private let start = Moment(
        instant: Instant(nanoseconds: 0),
        wall: Timestamp(milliseconds: 1_795_420_800_000)
    )

    private func question(_ ids: [AgentID]? = nil, maximumAge: Duration? = nil) -> Question {
        Question(
            vdn: Script.vdn,
            ids: ids ?? self.ids,
            wait: .seconds(5),
            maximumAge: maximumAge,
            form: .rollUp
        )
    }

    private func later(_ duration: Duration) -> Moment {
        Moment(
            instant: start.instant + duration,
            wall: Timestamp(
                milliseconds: start.wall.milliseconds + duration.nanoseconds / 1_000_000
            )
        )
    }

    /// An engine to which all ids landed at the start, idle, and whose roll-up was asked for.
    private func warmEngine(_ settings: EngineSettings = EngineSettings()) throws -> StatusEngine {
        var engine = StatusEngine(settings: settings, vdns: [Script.vdn], seed: 1)
        _ = engine.ask(question(), at: start)
        try land(ids, state: 1, in: &engine, at: start)
        _ = try rollUp(engine.ask(question(), at: start))
        return engine
    }

    private func land(
        _ ids: [AgentID],
        state: Int32,
        in engine: inout StatusEngine,
        at now: Moment
    ) throws {
        let rows = ids.map { AgentReport(id: $0, stateCode: state, stateSeconds: 10) }
        try land(rows, in: &engine, at: now)
    }

    private func land(
        _ rows: [AgentReport],
        in engine: inout StatusEngine,
        at now: Moment
    ) throws {
        let departure = Moment(instant: now.instant + .milliseconds(20), wall: now.wall)
        let call = try #require(engine.advance(to: departure).calls.first)
        let report = StatusReport(reports: rows)
        _ = engine.callEnded(call.id, .success(report), at: departure)
    }

    private func rollUp(_ outcome: QuestionOutcome) throws -> GroupStatus {
        guard case .answered(let answer) = outcome.asked else { throw Unexpected("has to wait") }
        #expect(answer.readings.isEmpty)
        return try #require(answer.rollUp)
    }

    private func isRemembered(_ engine: StatusEngine, at now: Moment) -> Bool {
        var engine = engine
        return engine.rememberedRollUp(question(), vdnIndex: 0, at: now) != nil
    }

    @Test func `a roll-up asked for again is remembered`() throws {
        var engine = try warmEngine()
        let now = later(.seconds(1))
        #expect(isRemembered(engine, at: now))
        let status = try rollUp(engine.ask(question(), at: now))
        #expect(status.count(of: .idle) == 20)
        #expect(status.longest(in: .idle)?.since == start.wall.advanced(bySeconds: -10))
    }

    @Test func `it is what the readings add up to, whatever the states`() throws {
        var engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 1)
        _ = engine.ask(question(), at: start)
        // One a state and some more; the last agent is not reported.
        let codes = Array(-1...12) + [0, 5, 5, 255, 256]
        let rows = zip(ids, codes).enumerated()
            .map { place, row in
                AgentReport(
                    id: row.0,
                    stateCode: Int32(row.1),
                    stateSeconds: place % 5 == 4 ? nil : Int64(place % 7)
                )
            }
        try land(rows, in: &engine, at: start)
        let now = later(.seconds(1))
        let status = try rollUp(engine.ask(question(), at: now))
        #expect(isRemembered(engine, at: now))
        let single = Question(vdn: Script.vdn, ids: ids, wait: .seconds(5))
        guard case .answered(let list) = engine.ask(single, at: now).asked else {
            throw Unexpected("has to wait")
        }
        #expect(status == GroupStatus(list.readings))
        #expect(status.reported == 19)
    }

    @Test func `a roll-up holds until the first agent leaves its time to live`() throws {
        let engine = try warmEngine()
        #expect(isRemembered(engine, at: later(.milliseconds(2_019))))
        #expect(!isRemembered(engine, at: later(.milliseconds(2_020))))
    }

    @Test func `a row that lands is in the next roll-up`() throws {
        var settings = EngineSettings()
        settings.minimumRefreshInterval = .milliseconds(500)
        var engine = try warmEngine(settings)
        let now = later(.seconds(1))
        let forced = Question(
            vdn: Script.vdn,
            ids: [ids[0]],
            wait: .seconds(5),
            maximumAge: .milliseconds(500)
        )
        _ = engine.ask(forced, at: now)
        try land([ids[0]], state: 5, in: &engine, at: now)
        #expect(!isRemembered(engine, at: later(.milliseconds(1_020))))
        let status = try rollUp(engine.ask(question(), at: later(.milliseconds(1_020))))
        #expect(status.count(of: .talking) == 1)
    }

    @Test func `other settings, a stop and a refused signature end what is remembered`() throws {
        let now = later(.seconds(1))
        var changed = try warmEngine()
        _ = changed.change(to: EngineSettings(timeToLive: .milliseconds(500)), at: now)
        #expect(!isRemembered(changed, at: now))
        var stopped = try warmEngine()
        _ = stopped.shutDown(at: now)
        #expect(!isRemembered(stopped, at: now))
        var refused = try warmEngine()
        _ = refused.ask(
            Question(vdn: Script.vdn, ids: [.init(unchecked: 5_000)], wait: .seconds(5)),
            at: now
        )
        let departure = later(.milliseconds(1_020))
        let call = try #require(refused.advance(to: departure).calls.first)
        _ = refused.callEnded(call.id, .failure(CallFailure(.unauthorized)), at: departure)
        #expect(!isRemembered(refused, at: departure))
    }

    @Test func `who wants younger observations is not served what is remembered`() throws {
        var settings = EngineSettings()
        settings.minimumRefreshInterval = .milliseconds(500)
        var engine = try warmEngine(settings)
        let wish = question(maximumAge: .milliseconds(600))
        guard case .waiting = engine.ask(wish, at: later(.seconds(1))).asked else {
            throw Unexpected("answered at once")
        }
    }

    @Test func `other ids in the same number are another roll-up`() throws {
        var engine = try warmEngine()
        let others = question(Array(ids.dropLast()) + [AgentID(unchecked: 1_030)])
        guard case .waiting = engine.ask(others, at: later(.seconds(1))).asked else {
            throw Unexpected("answered at once")
        }
    }

    @Test func `agents asked for by a remembered roll-up are in demand when a call leaves`() throws
    {
        var engine = try warmEngine()
        // Past the first question's time to live, so that only the second keeps them in demand.
        _ = try rollUp(engine.ask(question(), at: later(.milliseconds(1_500))))
        let lone = Question(vdn: Script.vdn, ids: [.init(unchecked: 5_000)], wait: .seconds(5))
        _ = engine.ask(lone, at: later(.milliseconds(2_500)))
        let calls = engine.advance(to: later(.milliseconds(2_520))).calls
        #expect(calls.first?.agents.count == 21)
    }

    @Test func `hits on one agent beside it leave a roll-up remembered`() throws {
        var engine = try warmEngine()
        let lone = Question(vdn: Script.vdn, ids: [ids[3]], wait: .seconds(5))
        _ = engine.ask(lone, at: later(.milliseconds(900)))
        #expect(isRemembered(engine, at: later(.seconds(1))))
    }

    @Test func `no more roll-ups are held than the memory has places, the longest known go first`()
        throws
    {
        var memory = RollUpMemory()
        for number: UInt32 in 1...33 {
            #expect(memory.hasRoom(for: [AgentID(unchecked: number)], vdnIndex: 0) == (number < 33))
            memory.remember(
                rollUp(of: number, slot: Int32(number)),
                at: start.instant
            )
        }
        func has(_ number: UInt32) -> Bool {
            let ids = [AgentID(unchecked: number)]
            let place = memory.place(of: ids, vdnIndex: 0, version: 1, at: start.instant)
            if let place { memory.want(place, at: start.instant) }
            return place != nil
        }
        #expect(!has(1))
        #expect(has(2))
        #expect(has(33))
        let demand = memory.takeDemand()
        #expect(demand.map(\.slots) == (2...33).map { [$0] })
        #expect(demand.map(\.times) == [2] + Array(repeating: 1, count: 30) + [2])
        #expect(memory.takeDemand().isEmpty)
    }

    @Test func `a roll-up that has to go leaves its demand behind`() throws {
        var engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 1)
        let ids = (1_001...1_033).map { AgentID(unchecked: UInt32($0)) }
        _ = engine.ask(question(ids), at: start)
        try land(ids, state: 1, in: &engine, at: start)
        let now = later(.seconds(1))
        for id in ids { _ = try rollUp(engine.ask(question([id]), at: now)) }
        let slot = try #require(engine.table.slot(of: ids[0], vdnIndex: 0))
        #expect(engine.table[slot].wantedAt == now.instant)
    }

    @Test func `of several who are longest in a state the lowest id is named`() throws {
        var engine = try warmEngine()
        for asked in [ids, ids.reversed()] {
            let status = try rollUp(engine.ask(question(asked), at: later(.seconds(1))))
            #expect(status.longest(in: .idle)?.id == ids[0])
        }
    }

    @Test func `an agent given up is asked for, whoever has its place now`() throws {
        let settings = EngineSettings(maximumBytes: 0)
        var engine = StatusEngine(settings: settings, vdns: [Script.vdn], seed: 1)
        _ = engine.ask(question(), at: start)
        try land(ids, state: 1, in: &engine, at: start)
        _ = try rollUp(engine.ask(question(), at: start))
        for round: UInt32 in 1...5 {
            let others = (0..<500).map { AgentID(unchecked: 10_000 * round + $0) }
            let now = later(.milliseconds(50 * Int64(round)))
            _ = engine.ask(Question(vdn: Script.vdn, ids: others, wait: .seconds(5)), at: now)
            try land(others, state: 5, in: &engine, at: now)
        }
        #expect(ids.contains { engine.table.slot(of: $0, vdnIndex: 0) == nil })
        guard case .waiting = engine.ask(question(), at: later(.seconds(1))).asked else {
            throw Unexpected("answered from others' places")
        }
    }

    @Test func `agents of a remembered roll-up are in demand as it was asked for`() throws {
        var engine = try warmEngine()
        for milliseconds in [500, 600] as [Int64] {
            _ = engine.ask(question(), at: later(.milliseconds(milliseconds)))
        }
        engine.settleDemand()
        for id in ids {
            let slot = try #require(engine.table.slot(of: id, vdnIndex: 0))
            #expect(engine.table[slot].wantedAt == later(.milliseconds(600)).instant)
        }
    }

    @Test func `made anew, a roll-up keeps the demand nobody was told of`() {
        var memory = RollUpMemory()
        memory.remember(rollUp(of: 101, slot: 7), at: start.instant)
        let now = later(.seconds(1)).instant
        memory.remember(rollUp(of: 101, slot: 7, version: 2), at: now)
        let demand = memory.takeDemand()
        #expect(demand.map(\.times) == [2])
        #expect(demand.map(\.at) == [now])
    }

    @Test func `where agents lie is known until an entry is given up`() {
        var memory = RollUpMemory()
        memory.remember(rollUp(of: 101, slot: 7), at: start.instant)
        let ids = [AgentID(unchecked: 101)]
        #expect(memory.slots(of: ids, vdnIndex: 0, generation: 4) == [7])
        #expect(memory.slots(of: ids, vdnIndex: 0, generation: 5) == nil)
        #expect(memory.slots(of: ids, vdnIndex: 1, generation: 4) == nil)
    }

    private func rollUp(
        of number: UInt32,
        slot: Int32,
        version: UInt64 = 1
    ) -> RollUpMemory.RollUp {
        RollUpMemory.RollUp(
            vdnIndex: 0,
            ids: [AgentID(unchecked: number)],
            slots: [slot],
            generation: 4,
            status: GroupStatus([]),
            version: version,
            until: Instant(nanoseconds: .max)
        )
    }
}
