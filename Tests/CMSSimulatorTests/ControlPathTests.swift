internal import CMS
internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Testing

/// What is counted, and the path that tells it.
struct ControlPathTests {
    @Test func `calls, ids, the largest call and the last sizes are counted`() throws {
        var settings = try Caller.settings()
        settings.recentCalls = 2
        let simulator = Simulator(settings: settings)
        for size in [3, 100, 10] {
            _ = simulator.answer(to: Caller().call(1_000..<1_000 + size))
        }
        let bad = Credentials(accessKey: "TESTAK0001", secretKey: "wrong")
        _ = simulator.answer(to: Caller(credentials: bad).call([1_031]))
        _ = simulator.answer(to: Caller().call([1_031], vdn: 172))
        let counters = simulator.counters
        #expect(counters.requests == 5)
        #expect(counters.calls == 4)
        #expect(counters.ids == 114)
        #expect(counters.largestCall == 100)
        #expect(counters.recentCallSizes == [10, 1])
        #expect(counters.badSignatures == 1)
        #expect(counters.outcomes == ["good": 3, "unauthorized": 1, "noPermission": 1])
    }

    @Test func `a call too large is counted with what it asked for`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        _ = simulator.answer(to: Caller().call(1_000..<7_001))
        #expect(simulator.counters.largestCall == 6_001)
    }

    @Test func `calls under way at once are counted until they end`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let first = simulator.answer(to: Caller().call([1_031]))
        let second = simulator.answer(to: Caller().call([1_031]))
        simulator.ended(first.kind)
        simulator.ended(second.kind)
        _ = simulator.answer(to: Caller().call([1_031]))
        #expect(simulator.counters.mostCallsAtOnce == 2)
    }

    @Test func `the counters are told as JSON`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        _ = simulator.answer(to: Caller().call([1_031, 1_099]))
        let answer = simulator.control("GET", "counters")
        #expect(answer.status == 200)
        let told = try JSONDecoder()
            .decode(
                SimulatorCounters.self,
                from: Data(answer.body.readableBytesView)
            )
        #expect(told == simulator.counters)
        #expect(told.ids == 2)
    }

    @Test func `a reset forgets counters and numbers but not faults`() throws {
        var faults = SimulatorFaults()
        faults.throttleEvery = 2
        faults.throttleLength = 1
        let simulator = Simulator(settings: try Caller.settings(faults: faults))
        let first = simulator.answer(to: Caller().call(1_000..<1_100))
        #expect(simulator.control("POST", "reset").status == 200)
        #expect(simulator.counters == SimulatorCounters())
        #expect(simulator.answer(to: Caller().call(1_000..<1_100)).text == first.text)
        #expect(simulator.answer(to: Caller().call(1_000..<1_100)).status == 429)
    }

    @Test func `faults are replaced as a whole and told back`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let put = simulator.control("PUT", "faults", #"{"failure":"status:502"}"#)
        #expect(try put.object()["failure"] as? String == "status:502")
        #expect(simulator.answer(to: Caller().call([1_031])).status == 502)
        #expect(simulator.control("PUT", "faults", "{}").status == 200)
        #expect(simulator.faults == SimulatorFaults())
        #expect(simulator.answer(to: Caller().call([1_031])).status == 200)
    }

    @Test func `faults with problems change nothing and every problem is named`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let answer = simulator.control("PUT", "faults", #"{"cutOffRate":1,"a":1,"errorRate":2}"#)
        #expect(answer.status == 400)
        #expect(
            try answer.object()["problems"] as? [String] == [
                "a: there is no such fault", "errorRate: must be a share from 0 to 1, or null",
            ]
        )
        #expect(simulator.faults == SimulatorFaults())
    }

    @Test(arguments: [
        ("POST", "counters", 405, "GET"), ("GET", "reset", 405, "POST"),
        ("POST", "faults", 405, "GET, PUT"), ("GET", "other", 404, nil),
    ])
    func `other methods and paths are refused`(
        method: String,
        path: String,
        status: Int,
        allow: String?
    ) throws {
        let answer = Simulator(settings: try Caller.settings()).control(method, path)
        #expect(answer.status == status)
        #expect(answer.headers.first { $0.name == "Allow" }?.value == allow)
    }

    @Test func `the control path stays open to a locked address`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let bad = Credentials(accessKey: "TESTAK0001", secretKey: "wrong")
        for _ in 0..<6 {
            _ = simulator.answer(to: Caller(credentials: bad, address: "192.0.2.99").call([1_031]))
        }
        #expect(simulator.counters.outcomes["locked"] == 1)
        #expect(simulator.control("POST", "reset").status == 200)
    }
}
