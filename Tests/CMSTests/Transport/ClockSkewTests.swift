import CMS
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ClockSkewTests {
    // The fetcher reads its clock twice: 2026-11-23T08:00:00Z to sign, a second later when the
    // answer has come.
    private func answer(_ status: String, date: String, _ body: String = "") -> ServerScript {
        .answer(status, headers: "Date: \(date)\r\n", body)
    }

    private func events(of script: ServerScript) async throws -> [CMSEvent] {
        try await ServerDouble.run([script]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            _ = try await calls.fetch()
            return calls.recorder.timeless
        }
    }

    @Test func `every answer that has a date tells how the clocks differ`() async throws {
        let body = Answers.success(rows: Answers.row())
        let ahead = answer("200 OK", date: "Mon, 23 Nov 2026 08:12:34 GMT", body)
        #expect(try await events(of: ahead) == [.clockSkew(seconds: 753)])
        let behind = answer("403 Forbidden", date: "Mon, 23 Nov 2026 07:59:58 GMT")
        #expect(try await events(of: behind) == [.clockSkew(seconds: -3)])
    }

    @Test func `a refused signature says by how much the clocks differ`() async throws {
        let script = answer("401 Unauthorized", date: "Mon, 23 Nov 2026 08:12:34 GMT")
        try await ServerDouble.run([script]) { server in
            let failure = try await Calls("http://127.0.0.1:\(server.port)").fetch().failure
            #expect(failure?.code == .unauthorized)
            #expect(failure?.clockSkew == 753)
        }
    }

    @Test(arguments: ["", "soon", "Mon, 31 Nov 2026 08:00:30 GMT"])
    func `a date that is none tells nothing`(date: String) async throws {
        #expect(try await events(of: answer("401 Unauthorized", date: date)) == [])
    }

    @Test func `an answer without a date tells nothing`() async throws {
        try await ServerDouble.run([.answer("401 Unauthorized", "")]) { server in
            let failure = try await Calls("http://127.0.0.1:\(server.port)").fetch().failure
            #expect(failure != nil)
            #expect(failure?.clockSkew == nil)
        }
    }
}
