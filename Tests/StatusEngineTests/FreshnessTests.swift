import Roster
import Testing

@testable import StatusEngine

@Suite struct FreshnessTests {
    /// A script that has observed agent 1031 just now.
    private func observed(_ settings: EngineSettings = EngineSettings()) throws -> Script {
        var script = Script(settings)
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        return script
    }

    @Test func `an answer fetched for the question is live`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[ticket]?.readings.map(\.freshness) == [.live])
    }

    @Test func `younger than the time to live is cached and costs no call`() throws {
        var script = try observed()
        script.pass(.milliseconds(1_999))
        #expect(try script.answerNow([1031]).readings[0].freshness == .cached)
        script.pass(.seconds(1))
        #expect(script.sent.count == 1)
    }

    @Test func `a stale answer is served while one refresh runs`() throws {
        var script = try observed()
        script.pass(.seconds(2))
        for _ in 0..<100 {
            let reading = try script.answerNow([1031]).readings[0]
            #expect(reading.freshness == .revalidating)
            script.pass(.milliseconds(1))
        }
        #expect(script.sent.count == 2)
        try script.succeed()
        #expect(try script.answerNow([1031]).readings[0].freshness == .cached)
    }

    @Test func `past stale-while-revalidate the asker waits`() throws {
        var script = try observed()
        script.pass(.seconds(12))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
    }

    @Test func `a failed refresh keeps the good observation and gives the reason`() throws {
        var script = try observed()
        script.pass(.seconds(100))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.failTwice(.timedOut)
        let reading = try #require(script.answers[ticket]).readings[0]
        #expect(reading.freshness == .stale(.cmsUnavailable))
        #expect(reading.agent?.observedAt == Timestamp(milliseconds: 1_795_420_800_001))
    }

    @Test func `past stale-if-error nothing old is shown`() throws {
        var script = try observed()
        script.pass(.seconds(302))
        let ticket = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.failTwice(.connectFailed)
        let reading = try #require(script.answers[ticket]).readings[0]
        #expect(reading.missingReason == .trouble(.cmsUnavailable))
    }

    @Test func `an id left out is missing and not asked for again before its time`() throws {
        var script = Script()
        let ticket = try script.waitFor([1031, 1099])
        script.pass(.milliseconds(1))
        try script.succeed(leavingOut: [1099])
        #expect(script.answers[ticket]?.readings[1].missingReason == .notReported)
        script.pass(.milliseconds(29_999))
        #expect(try script.answerNow([1099]).readings[0].missingReason == .notReported)
        #expect(script.sent.count == 1)
        script.pass(.milliseconds(1))
        _ = try script.waitFor([1099])
    }

    @Test func `a younger age than the time to live can be asked for, down to a floor`() throws {
        var settings = EngineSettings()
        settings.minimumRefreshInterval = .milliseconds(500)
        var script = try observed(settings)
        script.pass(.milliseconds(499))
        #expect(try script.answerNow([1031], maximumAge: .zero).readings[0].freshness == .cached)
        script.pass(.milliseconds(1))
        _ = try script.answerNow([1031], maximumAge: .milliseconds(501))
        let ticket = try script.waitFor([1031], maximumAge: .milliseconds(400))
        script.pass(.milliseconds(1))
        try script.succeed()
        #expect(script.answers[ticket]?.readings[0].freshness == .live)
    }

    @Test func `a greater age than the time to live changes nothing`() throws {
        var script = try observed()
        script.pass(.seconds(4))
        let reading = try script.answerNow([1031], maximumAge: .seconds(100)).readings[0]
        #expect(reading.freshness == .revalidating)
        script.pass(.milliseconds(1))
        #expect(script.inFlight.count == 1)
    }

    @Test func `news clears the reason an older observation was served for`() throws {
        var script = try observed()
        script.pass(.seconds(20))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.failTwice(.serverError)
        script.pass(.seconds(2))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        try script.succeed()
        script.pass(.seconds(3))
        #expect(try script.answerNow([1031]).readings[0].freshness == .revalidating)
    }

    @Test func `with no time to live every question is fetched and answered live`() throws {
        var script = Script(EngineSettings(timeToLive: .zero, staleWhileRevalidate: .zero))
        for _ in 0..<3 {
            let ticket = try script.waitFor([1031])
            script.pass(.milliseconds(1))
            try script.succeed()
            #expect(script.answers[ticket]?.readings[0].freshness == .live)
        }
        #expect(script.sent.count == 3)
    }

    @Test func `a second of jitter does not move the beginning of a state`() throws {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        var beginnings: Set<Timestamp?> = []
        for seconds in [10, 13, 15, 19, 22, 24] as [Int64] {
            let ticket = try script.waitFor([1031])
            script.pass(.milliseconds(100))
            try script.succeed(seconds: seconds)
            beginnings.insert(try #require(script.answers[ticket]?.readings[0].agent).stateSince)
            script.pass(.milliseconds(2_900))
        }
        #expect(beginnings.count == 1)
    }

    @Test func `however long a call takes, the beginning of a state stays put`() throws {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        var beginnings: Set<Timestamp?> = []
        var seconds: Int64 = 1_000
        for latency in [100, 3_000, 9_000, 200, 6_000] as [Int64] {
            let ticket = try script.waitFor([1031], wait: .seconds(20))
            script.pass(.milliseconds(1))
            // The CMS looked right away, and the answer took its time.
            script.pass(.milliseconds(latency))
            try script.succeed(seconds: seconds)
            beginnings.insert(try #require(script.answers[ticket]?.readings[0].agent).stateSince)
            script.pass(.seconds(4))
            seconds += latency / 1_000 + 4
        }
        #expect(beginnings.count == 1)
    }

    @Test func `what aged while the question waited says so and is refreshed behind`() throws {
        var script = Script()
        _ = try script.waitFor([1099])
        script.pass(.milliseconds(1))
        let first = try script.takeCall()
        script.end(first, .success(report(of: [1099])))
        _ = try script.waitFor([1031])
        script.pass(.milliseconds(1))
        let slow = try script.takeCall()
        script.pass(.seconds(1))
        _ = try script.waitFor([1002])
        script.pass(.milliseconds(20))
        try script.succeed()
        script.pass(.milliseconds(1))
        let ticket = try script.waitFor([1002, 1031])
        script.pass(.seconds(3))
        script.end(slow, .success(report(of: slow.agents.map { Int($0.number) })))
        let readings = try #require(script.answers[ticket]).readings
        #expect(readings.map(\.freshness) == [.revalidating, .live])
        script.pass(.milliseconds(20))
        #expect(script.inFlight.first?.agents.first?.number == 1002)
    }

    private func report(of ids: [Int]) -> StatusReport {
        StatusReport(
            reports: ids.map { number in
                AgentReport(
                    id: AgentID(unchecked: UInt32(number)),
                    stateCode: 1,
                    stateSeconds: 10
                )
            }
        )
    }

    @Test func `the same state entered anew has a beginning of its own`() throws {
        var script = Script(EngineSettings(staleWhileRevalidate: .zero))
        var beginnings: [Timestamp] = []
        for seconds in [10, 3] as [Int64] {
            let ticket = try script.waitFor([1031])
            script.pass(.milliseconds(100))
            try script.succeed(seconds: seconds)
            beginnings.append(try #require(script.answers[ticket]?.readings[0].agent?.stateSince))
            script.pass(.milliseconds(9_900))
        }
        #expect(beginnings[1].seconds - beginnings[0].seconds == 17)
    }
}
