import Roster
import Testing

@testable import StatusEngine

@Suite struct PartialFailureTests {
    @Test(arguments: 0..<8)
    func `of ten calls any set may fail, and each id says what became of its own`(
        block: Int
    ) throws {
        for failing in (block * 128)..<(block * 128 + 128) where failing > 0 {
            var settings = EngineSettings(maximumConcurrentCalls: 10)
            settings.maximumIDsPerCall = 3
            var script = Script(settings)
            try script.prove()
            script.pass(.seconds(3))
            let ids = Array(10_000..<10_030)
            let ticket = try script.waitFor(ids)
            try #require(script.inFlight.count == 10)
            var failed: Set<AgentID> = []
            for (index, call) in script.inFlight.enumerated() {
                if failing >> index & 1 == 1 {
                    failed.formUnion(call.agents)
                    try script.fail(.malformedBody)
                } else {
                    try script.succeed()
                }
            }
            let readings = try #require(script.answers[ticket]).readings
            #expect(readings.map { Int($0.id.number) } == ids)
            for reading in readings {
                if failed.contains(reading.id) {
                    #expect(reading.missingReason == .trouble(.cmsMalformed))
                } else {
                    #expect(reading.freshness == .live)
                }
            }
        }
    }

    @Test func `ids waited for count until they are answered, and no longer`() throws {
        var script = Script(EngineSettings(maximumWaitingIDs: 100))
        for start in stride(from: 1_000, to: 2_000, by: 80) {
            let ticket = try script.waitFor(start..<start + 80)
            let refused = try script.answerNow(5_000..<5_030)
            #expect(refused.readings[0].missingReason == .trouble(.overloaded))
            script.pass(.milliseconds(20))
            try script.succeed()
            #expect(script.answers[ticket] != nil)
        }
    }
}
