internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Roster
internal import Testing

/// What each fault does to a call.
struct FaultTests {
    private func simulator(_ change: (inout SimulatorFaults) -> Void) throws -> Simulator {
        var faults = SimulatorFaults()
        change(&faults)
        return Simulator(settings: try Caller.settings(faults: faults))
    }

    private func answers(_ count: Int, from simulator: Simulator) -> [SimulatedAnswer] {
        (0..<count).map { _ in simulator.answer(to: Caller().call(1_000..<1_010)) }
    }

    @Test func `latency and jitter delay every answer within their bounds`() throws {
        let simulator = try simulator {
            $0.latencyMilliseconds = 200
            $0.jitterMilliseconds = 50
        }
        let delays = answers(300, from: simulator).map(\.delayMilliseconds)
        #expect(delays.allSatisfy { (200...250).contains($0) })
        #expect(Set(delays).count > 30)
    }

    @Test func `an error rate fails its share of calls with HTTP 500`() throws {
        let simulator = try simulator { $0.errorRate = 0.25 }
        let statuses = answers(400, from: simulator).map(\.status)
        #expect(Set(statuses) == [200, 500])
        #expect((70...130).contains(statuses.count { $0 == 500 }))
    }

    @Test func `a failure with a rate hits that share only`() throws {
        let simulator = try simulator {
            $0.failure = .status(503)
            $0.errorRate = 0.5
        }
        let statuses = answers(200, from: simulator).map(\.status)
        #expect((70...130).contains(statuses.count { $0 == 503 }))
    }

    @Test func `a failure without a rate hits every call`() throws {
        let simulator = try simulator { $0.failure = .status(503) }
        #expect(answers(20, from: simulator).allSatisfy { $0.status == 503 })
        #expect(simulator.counters.outcomes == ["failed": 20])
    }

    @Test func `a failing result code comes with HTTP 200 and a string`() throws {
        let simulator = try simulator { $0.failure = .resultCode("0100999") }
        let answer = answers(1, from: simulator)[0]
        #expect(answer.status == 200)
        #expect(answer.text == #"{"resultCode":"0100999","resultDesc":"unknown exception"}"#)
    }

    @Test func `a firewall's 403 has a page and the CMS's own has the contract's body`() throws {
        let firewall = try simulator { $0.failure = .firewall(403) }
        let cms = try simulator { $0.failure = .status(403) }
        #expect(answers(1, from: firewall)[0].text.hasPrefix("<html>"))
        #expect(try answers(1, from: cms)[0].object()["error"] as? String == "Forbidden")
    }

    @Test func `hanging and closing calls send nothing`() throws {
        let hanging = try simulator { $0.failure = .hang }
        let closing = try simulator { $0.failure = .close }
        #expect(answers(1, from: hanging)[0].delivery == .hang)
        #expect(answers(1, from: closing)[0].delivery == .close)
        #expect(hanging.counters.outcomes == ["hung": 1])
        #expect(closing.counters.outcomes == ["closed": 1])
    }

    @Test func `a cut-off body announces more than it sends`() throws {
        let simulator = try simulator { $0.cutOffRate = 1 }
        let answer = answers(1, from: simulator)[0]
        let length = answer.body.readableBytes
        guard case .cutOff(let sent) = answer.delivery else {
            Issue.record("not cut off")
            return
        }
        #expect((1..<length).contains(sent))
        let wire = String(buffer: answer.wire(keepAlive: true, withBody: true))
        let parts = wire.components(separatedBy: "\r\n\r\n")
        #expect(parts[0].contains("Content-Length: \(length)"))
        #expect(parts[1].utf8.count == sent)
    }

    @Test func `bursts of 429 come at the end of every so many calls with Retry-After`() throws {
        let simulator = try simulator {
            $0.throttleEvery = 5
            $0.throttleLength = 2
            $0.retryAfterSeconds = 7
        }
        let found = answers(10, from: simulator)
        #expect(found.map(\.status) == [200, 200, 200, 429, 429, 200, 200, 200, 429, 429])
        #expect(found[3].headers.contains { $0 == ("Retry-After", "7") })
        #expect(simulator.counters.outcomes["throttled"] == 4)
    }

    @Test func `disagreeing rows differ between the arrays and the newer one is true`() throws {
        let simulator = try simulator { $0.disagreementRate = 0.5 }
        let answer = simulator.answer(to: Caller().call(1_000..<1_200))
        let old = try answer.rows("resultDatas")
        let new = try answer.rows("resultDesc")
        let life = AgentLife(seed: 7, vdn: try #require(VDN(170)))
        let differing = zip(old, new).count { !NSDictionary(dictionary: $0).isEqual(to: $1) }
        #expect((60...140).contains(differing))
        for row in new {
            let id = try row.agentID()
            let state = life.row(of: id, at: Caller.now).currentState
            #expect(row["currentState"] as? Int == Int(state))
        }
    }

    @Test func `drift brings fields, states and strings that nobody expects`() throws {
        let simulator = try simulator {
            $0.extraFieldRate = 1
            $0.unknownStateRate = 1
            $0.stringNumberRate = 1
        }
        for row in try simulator.answer(to: Caller().call(1_000..<1_020)).rows() {
            #expect(row.count == 13)
            #expect(row["skills"] is [Any])
            let state = try #require(row["currentState"] as? String)
            #expect((11...99).contains(Int(state) ?? 0))
            #expect(row["logonTime"] is String)
        }
    }

    @Test func `omitted rows are missing in both arrays`() throws {
        let simulator = try simulator { $0.omittedRowRate = 0.5 }
        let answer = simulator.answer(to: Caller().call(1_000..<1_200))
        #expect((60...140).contains(try answer.rowIDs().count))
        #expect(try answer.rowIDs() == answer.rowIDs("resultDatas"))
    }

    @Test func `foreign rows are of agents that were not asked for`() throws {
        let simulator = try simulator { $0.foreignRowRate = 0.5 }
        let ids = try simulator.answer(to: Caller().call(1_000..<1_200)).rowIDs()
        let foreign = ids.filter { !(1_000..<1_200).contains($0) }
        #expect((60...140).contains(foreign.count))
        #expect(ids.count == 200 + foreign.count)
    }

    @Test func `a call that holds a poison id is refused as a whole`() throws {
        let simulator = try simulator { $0.poisonIDs = [1_005] }
        #expect(answers(1, from: simulator)[0].text.contains("0100002"))
        #expect(try simulator.answer(to: Caller().call(1_006..<1_010)).rowIDs().count == 4)
    }

    @Test func `a date offset moves the Date header and nothing else`() throws {
        let simulator = try simulator { $0.dateOffsetSeconds = -3_600 }
        let answer = answers(1, from: simulator)[0]
        let wire = String(buffer: answer.wire(keepAlive: true, withBody: false))
        #expect(wire.contains("\r\nDate: Mon, 23 Nov 2026 07:00:00 GMT\r\n"))
        let plain = answers(1, from: try self.simulator { _ in })[0]
        #expect(plain.text == answer.text)
    }

    @Test func `the same seed brings the same faults to the same calls`() throws {
        func run() throws -> [String] {
            let simulator = try simulator {
                $0.errorRate = 0.3
                $0.jitterMilliseconds = 100
                $0.cutOffRate = 0.2
                $0.omittedRowRate = 0.2
            }
            return answers(50, from: simulator)
                .map {
                    "\($0.status) \($0.delayMilliseconds) \($0.delivery) \($0.text)"
                }
        }
        #expect(try run() == run())
    }

    @Test func `a bad signature is refused whatever the faults`() throws {
        let simulator = try simulator { $0.failure = .hang }
        var request = Caller().call([1_031])
        request.body.append(32)
        #expect(simulator.answer(to: request).status == 401)
    }
}
