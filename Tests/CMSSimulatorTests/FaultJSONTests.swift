internal import CMSSimulator
internal import Foundation
internal import Testing

/// How faults are written.
struct FaultJSONTests {
    private func problems(_ json: String) -> [String] {
        do throws(FaultProblems) {
            _ = try SimulatorFaults(json: Array(json.utf8))
            return []
        } catch {
            return error.problems
        }
    }

    private func sorted(_ value: Any) throws -> Data {
        try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
    }

    @Test func `every key is taken in`() throws {
        let json = """
            {"latencyMilliseconds":200,"jitterMilliseconds":50,"failure":"code:0100999",
            "errorRate":0.1,"cutOffRate":0.2,"throttleEvery":10,"throttleLength":3,
            "retryAfterSeconds":4,"disagreementRate":0.3,"extraFieldRate":0.4,
            "unknownStateRate":0.5,"stringNumberRate":0.6,"omittedRowRate":0.7,
            "foreignRowRate":0.8,"poisonIDs":[1031],"dateOffsetSeconds":-60,
            "groupLatencyMilliseconds":300,"groupFailure":"status:503","groupErrorRate":0.9,
            "shiftRate":0.11,"shortPageRate":0.12,"ignoresOffset":true,
            "groupDescriptionOnly":true,"requiresQueryParam":true}
            """
        let faults = try SimulatorFaults(json: Array(json.utf8))
        let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(faults))
        let given = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let expected = try #require(given as? [String: Any])
        #expect(expected.count == 24)
        #expect(try sorted(written) == sorted(expected))
    }

    @Test func `an empty object is no faults`() throws {
        #expect(try SimulatorFaults(json: Array("{}".utf8)) == SimulatorFaults())
    }

    @Test func `what the faults are written as can be read again`() throws {
        for failure in ["status:503", "firewall:403", "code:0100999", "hang", "close"] {
            var faults = SimulatorFaults()
            faults.failure = SimulatorFailure(parsing: failure)
            #expect(faults.failure?.description == failure)
            let written = try JSONEncoder().encode(faults)
            #expect(try SimulatorFaults(json: Array(written)) == faults)
        }
    }

    @Test func `all problems are named at once`() {
        let json = """
            {"latencyMilliseconds":-1,"errorRate":1.5,"failure":"status:200","poisonIDs":["x"],
            "throttleEvery":1.5,"cutOffRate":true,"colour":"red","ignoresOffset":1,
            "groupErrorRate":"0.5"}
            """
        #expect(
            problems(json) == [
                "colour: there is no such fault",
                "latencyMilliseconds: must be a whole number from 0 to 600000",
                "failure: must be status:400-599, firewall:400-599, code: and seven digits, "
                    + "hang or close, or null",
                "errorRate: must be a share from 0 to 1, or null",
                "cutOffRate: must be a share from 0 to 1",
                "throttleEvery: must be a whole number from 0 to 1000000",
                "poisonIDs: must be a list of whole numbers",
                "groupErrorRate: must be a share from 0 to 1, or null",
                "ignoresOffset: must be true or false",
            ]
        )
    }

    @Test(arguments: ["", "[]", "1", "{", "null"])
    func `what is no object is a problem`(json: String) {
        #expect(problems(json) == ["body: must be a JSON object"])
    }

    @Test(arguments: [
        "", "status", "status:", "status:abc", "status:399", "status:600", "firewall:1",
        "code:010099", "code:01009999", "code:010099x", "hang:1", "Hang", "close ",
    ])
    func `a failure in another form is none`(text: String) {
        #expect(SimulatorFailure(parsing: text) == nil)
    }
}
