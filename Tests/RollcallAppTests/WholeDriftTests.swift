import Roster
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct WholeDriftTests {
    private static func body(stateTime: Int, logonTime: Int) -> String {
        let row = """
            {"agentId":1031,"currentState":5,"currentStateTime":\(stateTime),"prevState":4,\
            "prevStateTime":6,"currentStateReason":65535,"logonTime":\(logonTime),\
            "agentRelease":2,"currentPrivateCallNum":0,"locationId":65535}
            """
        return "{\"resultCode\":\"0100000\",\"resultDesc\":[\(row)]}"
    }

    private static func told(_ whole: Whole, _ kind: String) -> [String] {
        whole.log.lines.filter { $0.contains("cms.anomaly.kind=\(kind)") }
    }

    @Test func `seconds that became milliseconds are a 502 with its reason, told once and counted`()
        async throws
    {
        let signedIn = (SystemClock.wall.seconds - 7_200) * 1_000
        let cms = ScriptedCMS(body: Self.body(stateTime: 93_000, logonTime: Int(signedIn)))
        try await Whole.before(cms) { whole in
            let reply = try await whole.get("/agents/1031")
            #expect(reply.status == 502)
            #expect(reply.body.contains("\"code\":\"cms-malformed\""))
            let told = Self.told(whole, "stateLongerThanSignIn")
            #expect(told.count == 1)
            #expect(told.first?.contains("cms.anomaly.first_agent=1031") == true)
            let metrics = try await whole.admin("/metrics").body
            let series = "rollcall_cms_row_anomalies_total{kind=\"stateLongerThanSignIn\"}"
            #expect(metrics.contains("\(series) 1\n"))
        }
    }

    @Test func `a sign-in time that became seconds is null, and the agent is answered`()
        async throws
    {
        let signedIn = SystemClock.wall.seconds - 7_200
        let cms = ScriptedCMS(body: Self.body(stateTime: 93, logonTime: Int(signedIn)))
        try await Whole.before(cms) { whole in
            let reply = try await whole.get("/agents/1031")
            #expect(reply.status == 200)
            #expect(reply.body.contains("\"signedInAt\":null"))
            #expect(reply.body.contains("\"state\":\"talking\""))
            #expect(Self.told(whole, "logonTimeTooSmall").count == 1)
        }
    }
}
