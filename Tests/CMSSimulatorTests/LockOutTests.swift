internal import CMS
internal import CMSSimulator
internal import Roster
internal import Testing

/// What repeated bad signatures lead to (contract section 1, failures).
struct LockOutTests {
    private let bad = Caller(credentials: Credentials(accessKey: "TESTAK0001", secretKey: "wrong"))

    private func lockedSimulator(lockDuration: Duration? = nil) throws -> Simulator {
        var settings = try Caller.settings()
        settings.lockDuration = lockDuration
        let simulator = Simulator(settings: settings)
        for _ in 0..<5 {
            #expect(simulator.answer(to: bad.call([1_031])).status == 401)
        }
        return simulator
    }

    @Test func `a bad signature is answered as the contract says`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let answer = simulator.answer(to: bad.call([1_031]))
        let body = try answer.object()
        #expect(answer.status == 401)
        #expect(body["timestamp"] as? Int == 1_795_420_800_000)
        #expect(body["status"] as? Int == 401)
        #expect(body["error"] as? String == "Unauthorized")
        #expect(body["message"] as? String == "No message available")
        #expect(body["path"] as? String == SimulatorBehavior.batchPath)
        #expect(body.count == 5)
    }

    @Test func `the fifth bad signature locks the address for everything`() throws {
        let simulator = try lockedSimulator()
        for request in [Caller().call([1_031]), bad.call([1_031])] {
            let answer = simulator.answer(to: request)
            #expect(answer.status == 403)
            #expect(try answer.object()["error"] as? String == "Forbidden")
            #expect(try answer.object()["status"] as? Int == 403)
        }
        #expect(simulator.counters.lockedAddresses == ["192.0.2.1"])
    }

    @Test func `another address is not locked with it`() throws {
        let simulator = try lockedSimulator()
        #expect(simulator.answer(to: Caller(address: "192.0.2.2").call([1_031])).status == 200)
    }

    @Test func `good signatures in between do not wipe out bad ones`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        for _ in 0..<5 {
            #expect(simulator.answer(to: bad.call([1_031])).status == 401)
            _ = simulator.answer(to: Caller().call([1_031]))
        }
        #expect(simulator.answer(to: Caller().call([1_031])).status == 403)
    }

    @Test func `a reset opens the address again`() throws {
        let simulator = try lockedSimulator()
        #expect(simulator.control("POST", "reset").status == 200)
        #expect(simulator.answer(to: Caller().call([1_031])).status == 200)
    }

    @Test func `without a duration the lock does not end`() throws {
        let simulator = try lockedSimulator()
        let later = Caller.now.advanced(bySeconds: 86_400 * 365)
        let answer = simulator.answer(to: Caller(moment: later).call([1_031]), at: later)
        #expect(answer.status == 403)
    }

    @Test func `with a duration the lock ends with it and counting begins anew`() throws {
        let simulator = try lockedSimulator(lockDuration: .seconds(60))
        let before = Caller.now.advanced(bySeconds: 59)
        let after = Caller.now.advanced(bySeconds: 60)
        #expect(simulator.answer(to: Caller().call([1_031]), at: before).status == 403)
        #expect(simulator.answer(to: bad.call([1_031]), at: after).status == 401)
        #expect(simulator.answer(to: Caller().call([1_031]), at: after).status == 200)
    }
}
