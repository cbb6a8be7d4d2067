internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Testing

/// What faults do to calls about groups.
struct GroupFaultTests {
    private func simulator(_ change: (inout SimulatorFaults) -> Void) throws -> Simulator {
        var faults = SimulatorFaults()
        change(&faults)
        return Simulator(settings: try Caller.groupSettings(faults: faults))
    }

    private func answers(_ count: Int, from simulator: Simulator) -> [SimulatedAnswer] {
        (0..<count).map { _ in simulator.answer(to: Caller().userGroups()) }
    }

    @Test func `group latency delays calls about groups and no others`() throws {
        let simulator = try simulator {
            $0.latencyMilliseconds = 20
            $0.groupLatencyMilliseconds = 300
        }
        #expect(answers(1, from: simulator)[0].delayMilliseconds == 320)
        #expect(simulator.answer(to: Caller().call([1_031])).delayMilliseconds == 20)
    }

    @Test func `a group failure hits every call about groups and no other`() throws {
        let simulator = try simulator { $0.groupFailure = .firewall(502) }
        #expect(answers(10, from: simulator).allSatisfy { $0.status == 502 })
        #expect(simulator.answer(to: Caller().call([1_031])).status == 200)
        #expect(simulator.counters.outcomes == ["failed": 10, "good": 1])
    }

    @Test func `a group error rate hits its share with HTTP 500`() throws {
        let simulator = try simulator { $0.groupErrorRate = 0.25 }
        let statuses = answers(400, from: simulator).map(\.status)
        #expect(Set(statuses) == [200, 500])
        #expect((70...130).contains(statuses.count { $0 == 500 }))
    }

    @Test func `a group failure with a rate hits that share only`() throws {
        let simulator = try simulator {
            $0.groupFailure = .status(503)
            $0.groupErrorRate = 0.5
        }
        let statuses = answers(200, from: simulator).map(\.status)
        #expect((70...130).contains(statuses.count { $0 == 503 }))
    }

    @Test func `failures, bursts of 429 and cut bodies hit calls about groups too`() throws {
        let failing = try simulator { $0.failure = .resultCode("0100999") }
        #expect(
            answers(1, from: failing)[0].text
                == #"{"resultCode":"0100999","resultDesc":"unknown exception"}"#
        )
        let throttling = try simulator {
            $0.throttleEvery = 2
            $0.throttleLength = 1
        }
        #expect(answers(4, from: throttling).map(\.status) == [200, 429, 200, 429])
        let cutting = try simulator { $0.cutOffRate = 1 }
        guard case .cutOff = answers(1, from: cutting)[0].delivery else {
            Issue.record("not cut off")
            return
        }
    }

    @Test func `numbers come as strings in every row`() throws {
        let simulator = try simulator { $0.stringNumberRate = 1 }
        let id = try simulator.groupID("billing")
        let fields: [(SimulatedRequest, [String])] = [
            (Caller().userGroups(), ["groupType"]),
            (Caller().members(of: id, offset: 0), ["workNo", "ccRoleId"]),
            (Caller().ask(.skills, #"{"ccId":1,"vdn":170}"#), ["id", "mediaType"]),
            (Caller().signedInAgents([1]), ["skillId"]),
        ]
        for (request, names) in fields {
            for row in try simulator.answer(to: request).rows() {
                #expect(names.allSatisfy { row[$0] is String })
            }
        }
        let signedIn = try simulator.answer(to: Caller().signedInAgents([1])).rows()
        #expect(signedIn.first?["agentIds"] is [String])
        let agents = try simulator.answer(to: Caller().skilledAgents(offset: 0)).object()
        #expect(agents["count"] as? String == "1000")
    }

    @Test func `a share of rows has fields nobody has heard of`() throws {
        let simulator = try simulator { $0.extraFieldRate = 0.5 }
        let rows = try simulator.answer(to: Caller().skilledAgents(offset: 0)).rows()
        #expect((30...70).contains(rows.count { $0["drift"] is [Any] }))
    }

    @Test func `user groups can come under the old name alone`() throws {
        let simulator = try simulator { $0.groupDescriptionOnly = true }
        let answer = answers(1, from: simulator)[0]
        #expect(try answer.rows("description").count == 3)
        #expect(try answer.object()["resultDesc"] == nil)
        let skills = simulator.answer(to: Caller().ask(.skills, #"{"ccId":1,"vdn":170}"#))
        #expect(try skills.rows("resultDesc").count == 8)
    }

    @Test func `the same seed brings the same faults to the same calls`() throws {
        func run() throws -> [String] {
            let simulator = try simulator {
                $0.groupErrorRate = 0.2
                $0.shiftRate = 0.5
                $0.shortPageRate = 0.3
                $0.stringNumberRate = 0.3
            }
            let id = try simulator.groupID("billing")
            return (0..<50)
                .map { number in
                    let page = Caller().members(of: id, offset: number % 3 * 100)
                    return simulator.answer(to: page).text
                }
        }
        #expect(try run() == run())
    }
}
