internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Roster
internal import Testing

/// What a good call is answered with (contract section 1).
struct BatchAnswerTests {
    private func answer(
        _ ids: some Sequence<Int>,
        from simulator: Simulator? = nil
    ) throws -> SimulatedAnswer {
        try (simulator ?? Simulator(settings: Caller.settings())).answer(to: Caller().call(ids))
    }

    /// The vendor's sample message, shortened to one row an array.
    private static let sample = """
        {"result":"0","resultCode":"0100000","resultDatas":[{"prevState":1,"agentId":1031,
        "logonTime":4294967295000,"agentRelease":0,"locationId":65535,"currentPrivateCallNum":0,
        "currentStateTime":2224439,"currentStateReason":65535,"prevStateTime":4294967295,
        "currentState":0}],"resultDesc":[{"prevState":1,"agentId":1031,"logonTime":4294967295000,
        "agentRelease":0,"locationId":65535,"currentPrivateCallNum":0,"currentStateTime":2224439,
        "currentStateReason":65535,"prevStateTime":4294967295,"currentState":0}]}
        """

    /// A value's JSON type, a list's by its elements.
    private func shape(_ value: Any) -> String {
        switch value {
        case is String: return "string"
        case let number as NSNumber: return "\(number)".contains(".") ? "fraction" : "integer"
        case let list as [Any]: return "[\(Set(list.map(shape)).sorted().joined(separator: "|"))]"
        case let object as [String: Any]:
            return object.mapValues(shape).sorted { $0.key < $1.key }
                .map { "\($0.key):\($0.value)" }.joined(separator: ",")
        default: return "other"
        }
    }

    @Test func `the answer has the keys and types of the vendor's sample`() throws {
        let sample = try JSONSerialization.jsonObject(with: Data(Self.sample.utf8))
        let ours = try answer(1_000..<1_200).object()
        #expect(shape(ours) == shape(sample))
        #expect(ours["result"] as? String == "0")
        #expect(ours["resultCode"] as? String == "0100000")
    }

    @Test func `the same rows stand in both arrays`() throws {
        let answer = try answer(1_000..<1_200)
        #expect(try answer.rows("resultDatas").count == 200)
        #expect(
            try NSArray(array: answer.rows("resultDatas"))
                .isEqual(to: answer.rows("resultDesc"))
        )
    }

    @Test func `the rows are those of the agents' lives`() throws {
        let vdn = try #require(VDN(170))
        let life = AgentLife(seed: 7, vdn: vdn)
        for row in try answer(1_000..<1_200).rows() {
            let id = try row.agentID()
            let expected = life.row(of: id, at: Caller.now)
            for field in AgentRow.Field.allCases {
                #expect(row[field.rawValue] as? Int == Int(expected[field]))
            }
        }
    }

    @Test func `rows come in another order than asked, and fields and members in changing ones`()
        throws
    {
        let simulator = Simulator(settings: try Caller.settings())
        let answers = try (0..<8).map { _ in try answer(1_000..<1_200, from: simulator) }
        let orders = Set(try answers.map { try $0.rowIDs() })
        #expect(orders.count == 8)
        #expect(orders.allSatisfy { $0.sorted() == Array(1_000..<1_200) })
        let firstFields = answers[0].text.components(separatedBy: "{\"").dropFirst(2)
            .map { $0.prefix { $0 != "\"" } }
        #expect(Set(firstFields).count > 2)
        #expect(Set(answers.map { $0.text.prefix(14) }).count > 1)
    }

    @Test func `the same calls get the same answers byte for byte and another seed other ones`()
        throws
    {
        func texts(seed: UInt64) throws -> [String] {
            var settings = try Caller.settings()
            settings.seed = seed
            let simulator = Simulator(settings: settings)
            return try (0..<3).map { _ in try answer(1_000..<1_100, from: simulator).text }
        }
        #expect(try texts(seed: 7) == texts(seed: 7))
        #expect(try texts(seed: 7) != texts(seed: 8))
    }

    @Test func `agents that do not exist are left out`() throws {
        #expect(
            try answer([19_999, 20_000, 20_001, 59_999]).rowIDs().sorted() == [19_999, 20_000]
        )
        #expect(try answer([20_001]).rows("resultDatas").isEmpty)
        #expect(try answer([20_001]).rows("resultDesc").isEmpty)
    }

    @Test func `6000 ids are answered and 6001 are refused`() throws {
        #expect(try answer(1_000..<7_000).rows().count == 6_000)
        #expect(try answer(1_000..<7_001).object()["resultCode"] as? String == "0100002")
    }

    @Test(arguments: [
        [], [1_031, 1_031], [100], [60_000], [69_999], [1_000_000], [1_031, -1], [0],
    ])
    func `ids that may not be sent are refused`(ids: [Int]) throws {
        let answer = try answer(ids)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"resultCode":"0100002","resultDesc":"illegal parameter"}"#)
    }

    @Test(arguments: [
        (0, 170, "0100002"), (65_536, 170, "0100002"), (1, 0, "0100002"), (1, 5_001, "0100002"),
        (2, 170, "0101003"), (1, 172, "0101003"),
    ])
    func `another call centre or VDN is refused`(ccID: Int, vdn: Int, code: String) throws {
        let simulator = Simulator(settings: try Caller.settings())
        let answer = simulator.answer(to: Caller().call([1_031], ccID: ccID, vdn: vdn))
        #expect(try answer.object()["resultCode"] as? String == code)
        #expect(try answer.object()["resultDesc"] is String)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"ccId":1,"vdn":170}"#, #"{"ccId":1,"vdn":170,"agentIds":[1031]"#,
        #"{"ccId":1,"vdn":170,"agentIds":["1031"]}"#, #"{"ccId":1,"vdn":170,"agentIds":[1031.5]}"#,
        #"{"ccId":1,"vdn":170,"agentIds":1031}"#, #"{"ccId":1,"vdn":170,"agentIds":[1031"#,
    ])
    func `a body of another form is refused`(body: String) throws {
        let simulator = Simulator(settings: try Caller.settings())
        let request = Caller().signed(SimulatorBehavior.batchPath, body: body)
        #expect(simulator.answer(to: request).text.contains("0100002"))
        #expect(simulator.counters.calls == 1)
        #expect(simulator.counters.ids == 0)
    }

    @Test func `only POST is allowed and other paths are not found`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let get = Caller().signed(SimulatorBehavior.batchPath, method: "GET", body: "")
        let answer = simulator.answer(to: get)
        #expect(answer.status == 405)
        #expect(answer.headers.contains { $0 == ("Allow", "POST") })
        let other = Caller().signed("/rest/cmsapp/v1/openapi/other", body: "{}")
        #expect(simulator.answer(to: other).status == 404)
        let outside = SimulatedRequest(method: "GET", target: "/", address: "192.0.2.1")
        #expect(simulator.answer(to: outside).status == 404)
    }

    @Test func `the ping is answered with the good code`() throws {
        let simulator = Simulator(settings: try Caller.settings())
        let ping = Caller()
            .signed(
                SimulatorBehavior.pingPath,
                body: #"{"say":"Hello world!"}"#
            )
        #expect(try simulator.answer(to: ping).object()["resultCode"] as? String == "0100000")
        #expect(simulator.counters.pings == 1)
        #expect(simulator.counters.calls == 0)
    }
}
