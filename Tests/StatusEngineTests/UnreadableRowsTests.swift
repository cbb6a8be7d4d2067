import Roster
import Testing

@testable import StatusEngine

/// Answers with rows of which it cannot be read whom they name.
@Suite struct UnreadableRowsTests {
    @Test func `the rows that can be read land, and the other ids keep what is known of them`()
        throws
    {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        _ = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try script.succeed(state: 5)
        script.pass(.seconds(3))
        let ticket = try script.waitFor([1031, 1099, 2000])
        script.pass(.milliseconds(1))
        try land([1031], state: 1, in: &script)
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings[0].freshness == .live)
        #expect(readings[0].agent?.report.state == .idle)
        #expect(readings[1].freshness == .stale(.cmsMalformed))
        #expect(readings[1].agent?.report.state == .talking)
        #expect(readings[2].missingReason == .trouble(.cmsMalformed))
        let told = EngineEvent.callSucceeded(Script.vdn, ids: 3, notReported: 0, foreignRows: 0)
        #expect(script.events.contains(told))
    }

    @Test func `nobody is paused for them, and the ids are asked for again after a time to live`()
        throws
    {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        try script.prove()
        _ = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try land([1031], state: 1, in: &script)
        let atOnce = try script.answerNow([1099])
        #expect(atOnce.readings[0].missingReason == .trouble(.cmsMalformed))
        _ = try script.waitFor([3000])
        script.pass(.milliseconds(20))
        try script.succeed()
        script.pass(.seconds(2))
        let ticket = try script.waitFor([1099])
        script.pass(.milliseconds(20))
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
        let hasPause = script.events.contains { if case .paused = $0 { true } else { false } }
        #expect(!hasPause)
    }

    @Test func `an id that was not reported stays so for as long as that was good for`() throws {
        var settings = EngineSettings(negativeTimeToLive: .seconds(5))
        settings.staleWhileRevalidate = .zero
        var script = Script(settings)
        _ = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1099])
        script.pass(.seconds(6))
        let ticket = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try land([1031], state: 1, in: &script)
        let reading = try #require(script.answers[ticket]).readings[1]
        #expect(reading.missingReason == .trouble(.cmsMalformed))
    }

    @Test func `without such a row an id without one is not reported, as ever`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1099])
        #expect(script.answers[ticket]?.readings[1].missingReason == .notReported)
    }

    private func land(_ ids: [UInt32], state: Int32, in script: inout Script) throws {
        let rows = ids.map {
            AgentReport(id: AgentID(unchecked: $0), stateCode: state, stateSeconds: 1)
        }
        let report = StatusReport(reports: rows, unreadableNames: 1)
        let call = try script.takeCall()
        script.end(call, .success(report))
    }
}
