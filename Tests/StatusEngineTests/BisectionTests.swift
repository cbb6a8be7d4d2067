import Roster
import Testing

@testable import StatusEngine

@Suite struct BisectionTests {
    /// Ends all calls: those that hold a poisonous id are refused.
    private func end(_ script: inout Script, poison: Set<UInt32>) throws {
        while let call = script.inFlight.first {
            if call.agents.contains(where: { poison.contains($0.number) }) {
                try script.fail(.illegalParameter)
            } else {
                try script.succeed()
            }
        }
    }

    @Test(arguments: [10_000, 12_345, 15_999])
    func `one poisonous id in 6000 costs at most 26 extra calls, once, and no other answer`(
        poison: UInt32
    ) throws {
        var script = Script()
        let ticket = try script.waitFor(10_000..<16_000)
        script.pass(.milliseconds(1))
        try end(&script, poison: [poison])
        #expect(script.sent.count <= 1 + 26)
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.count { $0.freshness == .live } == 5_999)
        let bad = try #require(readings.first { $0.id.number == poison })
        #expect(bad.missingReason == .trouble(.cmsError))
        let before = script.sent.count
        script.pass(.seconds(3))
        _ = script.ask(Array(10_000..<16_000))
        script.pass(.milliseconds(1))
        try end(&script, poison: [poison])
        #expect(script.sent.count == before + 1)
    }

    @Test func `look-ups that share a call are halved like one question`() throws {
        var script = Script()
        let tickets = try (0..<64).map { try script.waitFor([2_000 + $0]) }
        script.pass(.milliseconds(1))
        try end(&script, poison: [2_063])
        #expect(script.sent.count == 1 + 2 * 6)
        #expect(tickets.allSatisfy { script.answers[$0] != nil })
    }

    @Test func `when its time is over the id at fault is tried alone, and stays aside longer`()
        throws
    {
        var script = Script()
        _ = try script.waitFor(10_000..<10_100)
        script.pass(.milliseconds(1))
        try end(&script, poison: [10_050])
        script.pass(.seconds(30))
        let before = script.sent.count
        _ = try script.waitFor(10_000..<10_100)
        script.pass(.milliseconds(1))
        try end(&script, poison: [10_050])
        #expect(script.sent.count == before + 2)
        #expect(script.sent.contains { $0.agents.map(\.number) == [10_050] })
        let asides = script.events.compactMap { event in
            if case .putAside(_, _, let duration) = event { duration } else { nil }
        }
        #expect(asides == [.seconds(30), .seconds(60)])
    }

    @Test func `an id that is no longer at fault goes with the others again`() throws {
        var script = Script()
        _ = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        try end(&script, poison: [1031])
        script.pass(.seconds(31))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
        script.pass(.seconds(13))
        _ = try script.waitFor([1031, 1032])
        script.pass(.milliseconds(1))
        #expect(script.inFlight.map(\.agents.count) == [2])
    }

    @Test func `thousands of poisonous ids cost a bounded number of calls`() throws {
        var script = Script()
        let ticket = try script.waitFor(10_000..<16_000)
        script.pass(.milliseconds(1))
        try end(&script, poison: Set(10_000..<16_000))
        #expect(script.sent.count <= 65)
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.allSatisfy { $0.missingReason == .trouble(.cmsError) })
    }

    @Test func `an id put aside keeps its last observation`() throws {
        var script = Script()
        try script.prove(1031)
        script.pass(.seconds(20))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.fail(.illegalParameter)
        let reading = try #require(script.answers[ticket]).readings[0]
        #expect(reading.freshness == .stale(.cmsError))
    }
}
