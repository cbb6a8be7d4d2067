internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Roster
internal import Testing

/// What is counted of calls about groups.
struct GroupCounterTests {
    @Test func `calls about groups are counted by what they ask, and not as batch calls`() throws {
        let simulator = Simulator(settings: try Caller.groupSettings())
        let id = try simulator.groupID("billing")
        let requests = [
            Caller().userGroups(), Caller().members(of: id, offset: 0),
            Caller().members(of: id, offset: 100), Caller().skilledAgents(offset: 0),
            Caller().signedInAgents([1]), Caller().signedInAgents([]),
        ]
        for request in requests { _ = simulator.answer(to: request) }
        _ = simulator.answer(to: Caller().call([1_031]))
        let counters = simulator.counters
        #expect(counters.requests == 7)
        #expect(counters.groupCalls == 6)
        #expect(
            counters.groupCallsByKind == [
                "userGroups": 1, "userGroupMembers": 2, "skills": 0, "skilledAgents": 1,
                "signedInAgents": 2,
            ]
        )
        #expect(counters.calls == 1)
        #expect(counters.recentCallSizes == [1])
        #expect(counters.mostCallsAtOnce == 1)
        #expect(counters.outcomes == ["good": 6, "illegalParameter": 1])
    }

    @Test func `when calls came is kept, apart for the two sorts of calls`() throws {
        var settings = try Caller.groupSettings()
        settings.recentCalls = 2
        let simulator = Simulator(settings: settings)
        for second in 0..<5 {
            let now = Caller.now.advanced(bySeconds: Int64(second))
            _ = simulator.answer(to: Caller(moment: now).call([1_031]), at: now)
            _ = simulator.answer(to: Caller(moment: now).userGroups(), at: now)
        }
        let start = Caller.now.milliseconds
        #expect(simulator.counters.recentCallTimes == [start + 3_000, start + 4_000])
        #expect(simulator.counters.recentCallSizes == [1, 1])
        #expect(
            simulator.counters.recentGroupCallTimes == (0..<5).map { start + $0 * 1_000 }
        )
        simulator.reset()
        #expect(simulator.counters == SimulatorCounters())
    }

    @Test func `the times of the last 10,000 calls about groups are kept`() throws {
        let simulator = Simulator(settings: try Caller.groupSettings(faults: SimulatorFaults()))
        let request = Caller().ask(.signedInAgents, "{}")
        let start = Caller.now.milliseconds
        for number in 0..<Int64(10_003) {
            _ = simulator.answer(to: request, at: Timestamp(milliseconds: start + number))
        }
        let times = simulator.counters.recentGroupCallTimes
        #expect(times.count == 10_000)
        #expect(times.first == start + 3)
        #expect(times.last == start + 10_002)
        #expect(simulator.counters.groupCalls == 10_003)
    }

    @Test func `a bad signature and another method are no calls about groups`() throws {
        let simulator = Simulator(settings: try Caller.groupSettings())
        var request = Caller().userGroups()
        request.headers[1].value += "0"
        _ = simulator.answer(to: request)
        _ = simulator.answer(to: Caller().get(GroupCallKind.skills.path))
        #expect(simulator.counters.groupCalls == 0)
        #expect(simulator.counters.badSignatures == 1)
    }
}
