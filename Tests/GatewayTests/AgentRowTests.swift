import NIOCore
import Roster
import StatusEngine
import Testing

@testable import Gateway

/// Rows are written by hand: what they say is held to the same written out plainly.
@Suite struct AgentRowTests {
    private func json(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(capacity: 0)
        write(&json)
        return String(buffer: json.buffer)
    }

    private func plain(_ value: (some BinaryInteger)?) -> String {
        value.map { "\($0)" } ?? "null"
    }

    private func plain(_ moment: Timestamp?) -> String {
        moment.map { "\"\($0)\"" } ?? "null"
    }

    private func plain(_ agent: Agent) -> String {
        let report = agent.report
        let previous = report.previousState.map { "\"\($0.name)\"" } ?? "null"
        return """
            {"id":\(agent.id),"state":"\(report.state.name)","stateCode":\(report.stateCode),\
            "stateSince":\(plain(agent.stateSince)),\
            "reasonCode":\(plain(report.reasonCode)),"previousState":\(previous),\
            "previousStateSeconds":\(plain(report.previousStateSeconds)),\
            "signedInAt":\(plain(report.signedInAt)),\
            "releasedCalls":\(plain(report.releasedCalls)),\
            "privateCalls":\(plain(report.privateCalls)),\
            "locationId":\(plain(report.locationID)),\
            "observedAt":\(plain(agent.observedAt)),"freshness":"fresh"}
            """
    }

    private func number(_ random: inout SplitMix64) -> Int64 {
        Int64(truncatingIfNeeded: random.next() >> (random.next() % 64))
            * (random.next() % 4 == 0 ? -1 : 1)
    }

    private func maybe<Value>(_ value: Value, _ random: inout SplitMix64) -> Value? {
        random.next() % 4 == 0 ? nil : value
    }

    private func anyAgent(_ random: inout SplitMix64) -> Agent {
        func small(_ random: inout SplitMix64) -> Int32 {
            Int32(truncatingIfNeeded: number(&random))
        }
        let report = AgentReport(
            id: AgentID(unchecked: UInt32(truncatingIfNeeded: random.next())),
            stateCode: random.next() % 4 == 0 ? small(&random) : Int32(random.next() % 12),
            stateSeconds: maybe(number(&random) >> 12, &random),
            reasonCode: maybe(small(&random), &random),
            previousStateCode: maybe(Int32(random.next() % 12), &random),
            previousStateSeconds: maybe(number(&random), &random),
            signedInAt: maybe(Timestamp(milliseconds: number(&random)), &random),
            releasedCalls: maybe(small(&random), &random),
            privateCalls: maybe(small(&random), &random),
            locationID: maybe(small(&random), &random)
        )
        let observedAt = Timestamp(milliseconds: number(&random) >> 2)
        return Agent(report, askedAt: observedAt, observedAt: observedAt, previous: nil)
    }

    @Test func `any agent is written as its values are in plain words`() {
        var random = SplitMix64(seed: 20_261_125)
        for _ in 0..<5_000 {
            let agent = anyAgent(&random)
            let written = json { $0.agent(agent, .cached) }
            #expect(written == plain(agent))
        }
    }

    @Test func `no agent takes more room than is reserved for one`() {
        let report = AgentReport(
            id: AgentID(unchecked: .max),
            stateCode: 0,
            stateSeconds: .max,
            reasonCode: .min,
            previousStateCode: 0,
            previousStateSeconds: .min,
            signedInAt: Timestamp(milliseconds: .min),
            releasedCalls: .min,
            privateCalls: .min,
            locationID: .min
        )
        let now = Timestamp(milliseconds: .min / 4)
        let longest = Agent(report, askedAt: now, observedAt: now, previous: nil)
        for trouble in Trouble.allCases {
            let written = json { $0.agent(longest, .stale(trouble)) }
            #expect(written.utf8.count <= JSONWriter.longestAgent)
        }
    }

    @Test func `numbers are written to the ends of their types`() {
        for number in [Int64.min, -101, -10, -1, 0, 9, 10, 99, 100, 101, 999, 1_000, .max] {
            #expect(json { $0.number(number) } == "\(number)")
        }
        #expect(json { $0.number(UInt64.max) } == "\(UInt64.max)")
    }

    @Test func `moments of one day and of others stand as they are described`() {
        let seconds: [Int64] = [0, 86_399, 86_400, -1, -86_400, 1_795_420_955, -62_167_219_201]
        let moments = seconds.map { Timestamp(milliseconds: $0 * 1_000 + 999) }
        let ends = [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)]
        let written = json { json in
            for moment in moments + ends { json.moment(moment) }
        }
        #expect(written == (moments + ends).map { "\"\($0)\"" }.joined())
    }

    @Test func `rows fill a buffer laid out too small and stand whole behind one another`() {
        let written = json { json in
            for _ in 0..<1_000 { json.agent(talkingAgent(), .cached) }
        }
        let row = json { $0.agent(talkingAgent(), .cached) }
        #expect(written == String(repeating: row, count: 1_000))
    }
}
