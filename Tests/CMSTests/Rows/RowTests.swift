import CMS
import Foundation
import JSONScanning
import Roster
import StatusEngine
import Testing

struct RowTests {
    @Test func `a full row is read field by field`() throws {
        let response = try Answers.read(Answers.success(rows: Answers.row()))
        let report = try #require(try response.rows.reports.first)
        let expected = AgentReport(
            id: AgentID(unchecked: 1031),
            stateCode: 5,
            stateSeconds: 93,
            reasonCode: nil,
            previousStateCode: 4,
            previousStateSeconds: 6,
            signedInAt: Timestamp(milliseconds: 1_795_413_600_000),
            releasedCalls: 2,
            privateCalls: 1,
            locationID: 7
        )
        #expect(report == expected)
        #expect(response.met.isEmpty)
    }

    @Test func `the vendor's sample comes out with every sentinel as nothing`() throws {
        let response = try Answers.read(Fixture.bytes("batch-response.json"))
        let reports = try response.rows.reports
        #expect(reports.map(\.id.number) == [1031, 1099])
        for report in reports {
            #expect(report.state == .signedOut)
            #expect(report.reasonCode == nil)
            #expect(report.previousStateSeconds == nil)
            #expect(report.signedInAt == nil)
            #expect(report.locationID == nil)
            #expect(report.previousState == .idle)
        }
        #expect(reports.map(\.stateSeconds) == [2_224_439, 230_703])
        #expect(response.met.isEmpty)
    }

    @Test func `a reason counts in the rest state alone`() throws {
        #expect(try report(["currentState": "8"]).reasonCode == 258)
        #expect(try report(["currentState": "8", "currentStateReason": "65535"]).reasonCode == nil)
        #expect(try report(["currentState": "7"]).reasonCode == nil)
    }

    @Test func `a sign-in time counts while signed in and before 2106`() throws {
        #expect(try report(["currentState": "0"]).signedInAt == nil)
        #expect(
            try report(["logonTime": "4291747199999"]).signedInAt?.milliseconds == 4_291_747_199_999
        )
        #expect(try report(["logonTime": "4291747200000"]).signedInAt == nil)
        #expect(try report(["logonTime": "4294967295000"]).signedInAt == nil)
    }

    @Test(arguments: ["11", "99", "255", "2147483647"])
    func `a state the contract does not list keeps its number and is counted`(code: String) throws {
        let response = try read(["currentState": code, "prevState": code])
        let report = try #require(try response.rows.reports.first)
        #expect(report.state == .unknown && report.previousState == .unknown)
        #expect(String(report.stateCode) == code)
        #expect(response.met == ["unknownState": 2])
    }

    @Test(arguments: [
        ("-1", "numberOutOfRange"), ("4294967296", "numberOutOfRange"),
        ("9223372036854775808", "numberOutOfRange"),
        ("-99999999999999999999999", "numberOutOfRange"), ("5.0", "numberNotWhole"),
        ("0.5", "numberNotWhole"), ("1e3", "numberNotWhole"), ("1E+2", "numberNotWhole"),
        ("true", "wrongType"), ("[1]", "wrongType"), ("{\"a\":1}", "wrongType"),
        ("\"\"", "wrongType"), ("\"x\"", "wrongType"), ("\"007\"", "wrongType"),
        ("\" 7\"", "wrongType"), ("null", "missingField"),
        ("", "missingField"),
    ])
    func `a value that cannot be used is counted by kind`(value: String, kind: String) throws {
        let optional = try read(["agentRelease": value])
        #expect(try optional.rows.reports.first?.releasedCalls == nil)
        #expect(try optional.rows.reports.count == 1)
        #expect(optional.met == [kind: 1])

        let required = try read(["currentState": value])
        #expect(try required.rows.reports.isEmpty)
        #expect(try required.rows.unreadable == [AgentID(unchecked: 1031)])
        #expect(required.met == [kind: 1, "unreadableRow": 1])

        let time = try read(["currentStateTime": value])
        #expect(try time.rows.unreadable == [AgentID(unchecked: 1031)])
    }

    @Test func `numbers at the ends of their ranges are read`() throws {
        let report = try report([
            "currentStateTime": "4294967294", "agentRelease": "2147483647", "locationId": "0",
            "prevStateTime": "4294967294", "currentPrivateCallNum": "-0",
        ])
        #expect(report.stateSeconds == 4_294_967_294)
        #expect(report.releasedCalls == 2_147_483_647)
        #expect(report.locationID == 0)
        #expect(report.previousStateSeconds == 4_294_967_294)
        #expect(report.privateCalls == 0)
        #expect(try read(["agentRelease": "2147483648"]).met == ["numberOutOfRange": 1])
    }

    @Test func `an endless time in a state is an unknown one`() throws {
        for state in ["0", "1", "5"] {
            let response = try read(["currentState": state, "currentStateTime": "4294967295"])
            let report = try #require(try response.rows.reports.first)
            #expect(report.stateSeconds == nil)
            #expect(String(report.stateCode) == state)
            #expect(response.met.isEmpty)
        }
    }

    @Test func `numbers written as strings are used and counted`() throws {
        let response = try read(["agentId": "\"1099\"", "currentState": "\"\\u0031\""])
        #expect(try response.rows.reports.first?.id.number == 1099)
        #expect(try response.rows.reports.first?.state == .idle)
        #expect(response.met == ["numberAsString": 2])
    }

    @Test(arguments: ["007", "-", "-a", "+1", ".5", "5.", "1e", "1e+", "0x1", "NaN", "01", "-01"])
    func `a number JSON does not allow spoils the document`(value: String) {
        #expect(
            Answers.fault(Answers.success(rows: Answers.row(1, ["prevState": value]))) == .notJSON
        )
    }

    @Test(arguments: [
        "100", "60000", "69999", "1000000", "0", "-1031", "-0", "4294968327", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999",
    ])
    func `a row for an id that cannot be is dropped, and says nothing of others`(id: String) throws
    {
        let response = try read(["agentId": id])
        #expect(try response.rows.reports.isEmpty && response.rows.unreadable.isEmpty)
        #expect(try response.rows.unreadableNames == 0)
        #expect(response.met == ["idOutOfRange": 1])
    }

    @Test func `a row without an id, or that is none, is dropped and its neighbours stay`() throws {
        let rows = [
            Answers.row(1031, ["agentId": ""]), Answers.row(1031, ["agentId": "null"]), "{}", "[]",
            "[[{\"agentId\":1}]]", "null", "7", "\"x\"", "true", Answers.row(1099),
        ]
        let response = try Answers.read(Answers.success(desc: "[\(rows.joined(separator: ","))]"))
        #expect(try response.rows.reports.map(\.id.number) == [1099])
        #expect(response.met["rowWithoutID"] == 9)
        #expect(try response.rows.unreadableNames == 9)
    }

    @Test(arguments: [
        "1031.0", "1.031e3", "\"abc\"", "\"\"", "\"1031.0\"", "\"01031\"", "null", "", "true", "[]",
        "[1031]", "{}",
    ])
    func `a row of which it cannot be read whom it names may be anybody's`(id: String) throws {
        let unreadable = Answers.row(1031, ["agentId": id])
        let response = try Answers.read(Answers.success(rows: unreadable, Answers.row(1099)))
        #expect(try response.rows.reports.map(\.id.number) == [1099])
        #expect(try response.rows.unreadableNames == 1)
        #expect(response.met["rowWithoutID"] == 1)
        let all = Answers.success(rows: unreadable, unreadable)
        #expect(Answers.fault(all) == .noReadableRow)
        let beside = Answers.success(rows: unreadable, Answers.row(7))
        #expect(try Answers.read(beside).rows.unreadableNames == 1)
    }

    @Test func `an id in a string names its agent`() throws {
        let response = try read(["agentId": "\"1031\""])
        #expect(try response.rows.reports.map(\.id.number) == [1031])
        #expect(try response.rows.unreadableNames == 0)
    }

    @Test func `unknown fields are passed over and counted once a document`() throws {
        let extra = #","name":"J\u00f6rg","skills":[{"a":[1,{"b":null}]}],"agentID":5,"":0"#
        let response = try Answers.read(
            Answers.success(rows: Answers.row(1031, extra: extra), Answers.row(1099, extra: extra))
        )
        #expect(try response.rows.reports.map(\.id.number) == [1031, 1099])
        #expect(response.met == ["unknownField": 1])
    }

    @Test func `a field that stands twice is counted and the last one counts`() throws {
        let response = try Answers.read(
            Answers.success(rows: Answers.row(1031, extra: #","currentState":1"#))
        )
        #expect(try response.rows.reports.first?.state == .idle)
        #expect(response.met == ["duplicateField": 1])
    }

    @Test func `a name written with escapes is the same name`() throws {
        let text = Answers.success(rows: Answers.row())
            .replacingOccurrences(of: "agentId", with: #"\u0061gent\u0049d"#)
        #expect(try Answers.read(text).rows.reports.map(\.id.number) == [1031])
    }

    private func read(_ changes: [String: String]) throws -> BatchResponse {
        try Answers.read(Answers.success(rows: Answers.row(1031, changes)))
    }

    private func report(_ changes: [String: String]) throws -> AgentReport {
        let response = try read(changes)
        #expect(response.met.isEmpty)
        return try #require(try response.rows.reports.first)
    }
}
