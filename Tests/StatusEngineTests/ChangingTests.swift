import Roster
import Testing

@testable import StatusEngine

struct ChangingTests {
    @Test func `another time to live holds for what is known already`() throws {
        var script = Script(EngineSettings(timeToLive: .seconds(2)))
        _ = try script.waitFor([1_001])
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.seconds(5))
        var settings = EngineSettings(timeToLive: .seconds(60))
        settings.negativeTimeToLive = .seconds(60)
        script.change(to: settings)
        let answer = try script.answerNow([1_001])
        #expect(answer.readings.first?.freshness == .cached)
        #expect(script.sent.count == 1)
    }

    @Test func `new credentials end a lock-out, and are tried with one call alone`() throws {
        var script = Script()
        _ = try script.waitFor([1_001])
        script.pass(.milliseconds(1))
        try script.fail(.unauthorized)
        #expect(script.engine.lockOutRecord(at: script.now) != nil)
        script.changeCredentials()
        #expect(script.events.last == .lockOutLifted)
        #expect(script.engine.lockOutRecord(at: script.now) == nil)
        for id in 2_001...2_020 { _ = try script.waitFor([id]) }
        script.pass(.milliseconds(50))
        #expect(script.inFlight.count == 1)
        try script.fail(.unauthorized)
        #expect(script.engine.lockOutRecord(at: script.now) != nil)
        #expect(script.sent.count == 2)
    }

    @Test func `a call from before the change that succeeds does not prove the new credentials`()
        throws
    {
        var script = Script()
        _ = try script.waitFor([1_001])
        script.pass(.milliseconds(1))
        script.changeCredentials()
        try script.succeed()
        for id in stride(from: 2_001, to: 20_001, by: 6_000) {
            _ = try script.waitFor(id..<(id + 6_000))
        }
        script.pass(.milliseconds(50))
        #expect(script.inFlight.count == 1)
    }

    @Test func `without a lock-out new credentials say nothing`() {
        var script = Script()
        script.changeCredentials()
        #expect(script.events == [])
    }
}
