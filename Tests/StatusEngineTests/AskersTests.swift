import Roster
import Synchronization
import Testing

@testable import StatusEngine

@Suite struct AskersTests {
    private var engine = StatusEngine(settings: EngineSettings(), vdns: [Script.vdn], seed: 1)

    private func moment(_ milliseconds: Int64) -> Moment {
        Moment(
            instant: Instant(nanoseconds: milliseconds * 1_000_000),
            wall: Timestamp(milliseconds: 1_795_420_800_000 + milliseconds)
        )
    }

    private mutating func ask(_ id: UInt32, _ asker: AskerID?) {
        let question = Question(
            vdn: Script.vdn,
            ids: [AgentID(unchecked: id)],
            wait: .seconds(5),
            asker: asker
        )
        _ = engine.ask(question, at: moment(0))
    }

    @Test mutating func `a call names those who wait for it, each once, in their order`() {
        for (id, asker) in [(1031, 7), (1032, 7), (1031, 9), (1033, 3)] as [(UInt32, UInt64)] {
            ask(id, AskerID(asker))
        }
        let calls = engine.advance(to: moment(2)).calls
        #expect(calls.map(\.askers) == [[AskerID(7), AskerID(9), AskerID(3)]])
    }

    @Test mutating func `questions that name nobody leave a call without askers`() {
        ask(1031, nil)
        #expect(engine.advance(to: moment(2)).calls.map(\.askers) == [[]])
    }
}
