import Roster
import Testing

@testable import StatusEngine

@Suite struct BatchingTests {
    @Test func `a lone cold id leaves within a millisecond`() throws {
        var script = Script()
        _ = try script.waitFor([1031])
        #expect(script.sent.isEmpty)
        script.pass(.milliseconds(1))
        #expect(script.sent.map(\.agents.count) == [1])
    }

    @Test func `a full call leaves at once, and the next id gathers again`() throws {
        var script = Script()
        _ = try script.waitFor(10_000..<16_000)
        #expect(script.sent.count == 1)
        try script.succeed()
        _ = try script.waitFor([1031])
        #expect(script.sent.count == 1)
        script.pass(.milliseconds(1))
        #expect(script.sent.count == 2)
    }

    @Test func `behind a call in flight ids gather longer, in proportion to what calls take`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1001])
        script.pass(.milliseconds(160))
        try script.succeed()
        _ = try script.waitFor([1002])
        script.pass(.milliseconds(1))
        _ = try script.waitFor([1003])
        script.pass(.milliseconds(15))
        #expect(script.inFlight.count == 1)
        script.pass(.milliseconds(5))
        #expect(script.inFlight.count == 2)
    }

    @Test func `ids asked for at once share a call`() throws {
        var script = Script()
        let tickets = try (0..<200).map { try script.waitFor([1_000 + $0]) }
        script.pass(.milliseconds(1))
        #expect(script.sent.map(\.agents.count) == [200])
        try script.succeed()
        #expect(tickets.allSatisfy { script.answers[$0]?.readings.count == 1 })
    }

    @Test func `12,001 ids cost three calls of at most 6000, and none within the time to live`()
        throws
    {
        var script = Script()
        let ids = 10_000..<22_001
        let ticket = try script.waitFor(ids)
        while script.answers[ticket] == nil {
            script.pass(.milliseconds(1))
            if !script.inFlight.isEmpty { try script.succeed() }
        }
        #expect(script.sent.count == 3)
        #expect(script.sent.allSatisfy { $0.agents.count <= 6_000 })
        #expect(script.answers[ticket]?.readings.map { Int($0.id.number) } == Array(ids))
        #expect(try script.answerNow(ids).readings.allSatisfy { $0.freshness == .cached })
        #expect(script.sent.count == 3)
    }

    @Test func `an id on its way is not sent for twice`() throws {
        var script = Script()
        try script.prove()
        let first = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        let second = try script.waitFor([1032, 1033])
        script.pass(.milliseconds(20))
        #expect(
            script.inFlight.map { $0.agents.map(\.number) } == [[1031, 1032, 999_999], [1033]]
        )
        try script.succeed()
        #expect(script.answers[first] != nil)
        #expect(script.answers[second] == nil)
        try script.succeed()
        #expect(script.answers[second]?.readings.map(\.freshness) == [.live, .live])
    }

    @Test func `ids that come while all call slots are taken share the next call`() throws {
        var script = Script(EngineSettings(maximumConcurrentCalls: 2))
        try script.prove()
        for id in [1001, 1002] {
            _ = try script.waitFor([id])
            script.pass(.milliseconds(20))
        }
        for id in 2000..<2100 {
            _ = try script.waitFor([id])
            script.pass(.milliseconds(1))
        }
        #expect(script.inFlight.count == 2)
        try script.succeed()
        #expect(script.inFlight.last?.agents.prefix(100).map(\.number) == Array(2000..<2100))
    }

    @Test func `before the first success one call is in flight at a time`() throws {
        var script = Script()
        _ = try script.waitFor(10_000..<30_000)
        script.pass(.seconds(1))
        #expect(script.inFlight.count == 1)
        try script.succeed()
        #expect(script.inFlight.count == 3)
    }

    @Test func `a single look-up overtakes the tail of 60,000 ids`() throws {
        var script = Script(EngineSettings(maximumConcurrentCalls: 1))
        try script.prove()
        _ = try script.waitFor(100_000..<160_000)
        let single = try script.waitFor([1031])
        try script.succeed()
        try script.succeed()
        #expect(script.answers[single] != nil)
        #expect(script.sent.count < 6)
    }

    @Test func `free places are topped up with ids in recent demand, the first to expire first`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1001])
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.milliseconds(500))
        _ = try script.waitFor([1002])
        script.pass(.milliseconds(1))
        #expect(script.inFlight[0].agents.map(\.number) == [1002, 1001])
        try script.succeed()
        script.pass(.seconds(3))
        _ = try script.waitFor([1003])
        script.pass(.milliseconds(1))
        #expect(script.inFlight[0].agents.map(\.number) == [1003], "nobody wants the others")
    }

    @Test func `many ids asked for at their own times cost one call a time to live`() throws {
        var script = Script()
        var callsBefore = 0
        for tick in 0..<2_000 {
            for id in 0..<50 where (id * 39 + tick * 10) % 1_990 < 10 {
                _ = script.ask([1_000 + id])
            }
            script.pass(.milliseconds(10))
            while !script.inFlight.isEmpty { try script.succeed() }
            if tick == 999 { callsBefore = script.sent.count }
        }
        #expect(script.sent.count - callsBefore <= 5 + 1, "ten seconds are five times to live")
    }

    @Test func `a caller who gives up does not harm the others`() throws {
        var script = Script()
        let first = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let others = try (0..<50).map { _ in try script.waitFor([1031]) }
        script.withdraw(first)
        try script.succeed()
        #expect(script.answers[first] == nil)
        #expect(others.allSatisfy { script.answers[$0]?.readings[0].freshness == .live })
        #expect(script.sent.count == 1)
    }

    @Test func `each VDN has its own calls and its own answers`() throws {
        var script = Script(vdns: [makeVDN(170), makeVDN(171)])
        try script.prove()
        let one = try script.waitFor([1031], vdn: makeVDN(170))
        let other = try script.waitFor([1031], vdn: makeVDN(171))
        script.pass(.milliseconds(20))
        #expect(Set(script.inFlight.map(\.vdn)) == [makeVDN(170), makeVDN(171)])
        let calls = script.inFlight
        for call in calls {
            let state: Int32 = call.vdn == makeVDN(170) ? 1 : 5
            let report = AgentReport(id: call.agents[0], stateCode: state, stateSeconds: 1)
            script.end(call, .success(StatusReport(reports: [report])))
        }
        #expect(script.answers[one]?.readings[0].agent?.report.state == .idle)
        #expect(script.answers[other]?.readings[0].agent?.report.state == .talking)
    }

    @Test func `rows are joined by id, and rows not asked for are ignored and counted`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        let call = try script.takeCall()
        let reports = [1032, 4_000, 1031]
            .map { number in
                AgentReport(
                    id: AgentID(unchecked: UInt32(number)),
                    stateCode: number == 1031 ? 5 : 7,
                    stateSeconds: 1
                )
            }
        script.end(call, .success(StatusReport(reports: reports)))
        let states = script.answers[ticket]?.readings.map { $0.agent?.report.state }
        #expect(states == [.talking, .busy])
        #expect(
            script.events.last
                == .callSucceeded(Script.vdn, ids: 2, notReported: 0, foreignRows: 1)
        )
        _ = try script.waitFor([4_000])
    }
}
