import CMS
import Roster
import StatusEngine
import Testing

struct UnitTests {
    // The row's agent signed in at 2026-11-23T06:00:00Z; it is 08:00:00Z.
    private let now = Timestamp(milliseconds: 1_795_420_800_000)

    private func response(_ changes: [String: String]) throws -> BatchResponse {
        let text = Answers.success(rows: Answers.row(1031, changes))
        return try BatchResponse(reading: Array(text.utf8).span, asOf: now)
    }

    @Test func `a state may last as long as the agent is signed in, and an hour for the clocks`()
        throws
    {
        for seconds in [0, 7_200, 10_800] {
            let response = try response(["currentStateTime": "\(seconds)"])
            #expect(response.met == [:])
            #expect(try response.rows.reports.first?.stateSeconds == Int64(seconds))
        }
    }

    @Test func `seconds that look like milliseconds make the agent unreadable and are not guessed`()
        throws
    {
        for seconds in [10_801, 93_000, 4_294_967_294] {
            let response = try response(["currentStateTime": "\(seconds)"])
            #expect(response.met == ["stateLongerThanSignIn": 1])
            #expect(response.anomalies.firstAgent(.stateLongerThanSignIn)?.number == 1031)
            #expect(try response.rows.reports == [])
            #expect(try response.rows.unreadable.map(\.number) == [1031])
        }
    }

    @Test func `a state is not judged by a sign-in that is unknown, unreal or still to come`()
        throws
    {
        for logon in ["", "4294967295000", "1795420801000"] {
            let changes = ["currentStateTime": "9000000", "logonTime": logon]
            #expect(try response(changes).rows.reports.count == 1)
        }
        let signedOut = ["currentStateTime": "9000000", "currentState": "0"]
        #expect(try response(signedOut).met == [:])
    }

    @Test func `where the time is not known nothing is judged by it`() throws {
        let row = Answers.row(1031, ["currentStateTime": "9000000"])
        #expect(try Answers.read(Answers.success(rows: row)).met == [:])
    }

    @Test func `a sign-in time in seconds becomes nothing, and the rest of the row stands`() throws
    {
        for logon in ["1795413600", "1", "631151999999"] {
            let response = try response(["logonTime": logon])
            #expect(response.met == ["logonTimeTooSmall": 1])
            let report = try #require(try response.rows.reports.first)
            #expect(report.signedInAt == nil)
            #expect(report.stateSeconds == 93)
        }
    }

    @Test func `an anomaly names the agent it was met with first`() throws {
        let rows = [1031, 1032, 1033]
            .map { Answers.row($0, $0 == 1031 ? [:] : ["prevState": "77"]) }
        let text = Answers.success(desc: "[\(rows.joined(separator: ","))]", datas: "[]")
        let anomalies = try Answers.read(text).anomalies
        #expect(anomalies[.unknownState] == 2)
        #expect(anomalies.firstAgent(.unknownState)?.number == 1032)
        #expect(anomalies.firstAgent(.disagreeingArrays)?.number == 1031)
        #expect(anomalies.firstAgent(.numberAsString) == nil)
    }

    @Test func `an anomaly that concerns no agent names none`() throws {
        let text = "{\"resultCode\":100000,\"resultDesc\":[1,\(Answers.row(1031))]}"
        let anomalies = try Answers.read(text).anomalies
        #expect(anomalies.firstAgent(.resultCodeAsNumber) == nil)
        #expect(anomalies.firstAgent(.rowWithoutID) == nil)
    }
}
