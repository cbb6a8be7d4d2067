import CMS
import JSONScanning
import Roster
import StatusEngine
import Testing

@Suite(.timeLimit(.minutes(1)))
struct GroupTransportTests {
    /// One call without a body and one with.
    static let queries = [GroupQuery.userGroups, GroupAnswers.members]

    @Test func `a call without a body sends its host, its signature and nothing else`() async throws
    {
        let answer = ServerScript.ok(GroupAnswers.success(GroupAnswers.group))
        try await ServerDouble.run([answer]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)/base")
            let page = try await calls.fetch(.userGroups).get()
            let id = "159253664765739060254053779940"
            #expect(page == .userGroups([.init(id: id, name: "billing", type: 2)]))

            let request = try SentRequest(try #require(server.requests.first))
            let path = "/base\(GroupRequest.root)/qcrelationconf/queryallccgroup/1/170"
            #expect(request.line == "GET \(path) HTTP/1.1")
            #expect(request.fields.keys.sorted() == ["authorization", "host"])
            #expect(request.fields["host"] == "127.0.0.1:\(server.port)")
            #expect(request.body.isEmpty)
            #expect(request.isSigned(["host"], method: "GET", path: path))
        }
    }

    @Test func `a call with a body sends and signs what the batch call does`() async throws {
        let answer = ServerScript.ok(GroupAnswers.success(GroupAnswers.member))
        try await ServerDouble.run([answer]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)") {
                $0.wrappedCalls = [.userGroupMembers]
            }
            let page = try await calls.fetch(GroupAnswers.members).get()
            #expect(page == .userGroupMembers([.of(1031, "Ada")]))

            let request = try SentRequest(try #require(server.requests.first))
            let path = "\(GroupRequest.root)/qcrelationconf/querygroupmemberbycondition"
            #expect(request.line == "POST \(path) HTTP/1.1")
            let names = ["content-length", "content-type", "host"]
            #expect(request.fields.keys.sorted() == ["authorization"] + names)
            #expect(
                request.body
                    == #"{"queryParam":{"ccId":1,"vdn":170,"groupId":"7","limit":100,"offset":0}}"#
            )
            #expect(request.isSigned(names, method: "POST", path: path))
        }
    }

    @Test func `calls about groups and about agents share a connection`() async throws {
        let answers = GroupAnswers.queries.map {
            ServerScript.ok(GroupAnswers.success(GroupAnswers.row($0)))
        }
        let status = ServerScript.ok(Answers.success(rows: Answers.row()))
        try await ServerDouble.run(answers + [status]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            let about = try GroupAnswers.queries.map { try Calls.call($0) }
            let agents = try Calls.call()
            try await calls.run { fetcher in
                for call in about { _ = try await fetcher.fetch(call).get() }
                _ = try await fetcher.fetch(agents).get()
            }
            #expect(server.connections == 1)
        }
    }

    @Test func `each kind of call is counted as itself, and none as a status call`() async throws {
        let bodies = GroupAnswers.queries.map { GroupAnswers.success(GroupAnswers.row($0)) }
        try await ServerDouble.run(bodies.map { .ok($0) }) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            let about = try GroupAnswers.queries.map { try Calls.call($0) }
            try await calls.run { fetcher in
                for call in about { _ = try await fetcher.fetch(call).get() }
            }
            let sizes = zip(GroupCallKind.allCases, bodies.map(\.utf8.count))
            #expect(calls.recorder.groupCalls == Dictionary(uniqueKeysWithValues: Array(sizes)))
            #expect(calls.recorder.groupEnds == Array(repeating: nil, count: bodies.count))
            #expect(calls.recorder.ends.isEmpty)
        }
    }

    @Test func `what is odd in a usable answer is told, and never from an event loop`() async throws
    {
        let odd = GroupAnswers.success(#"{"workNo":"1031","accountName":"Ada"}"#)
        try await ServerDouble.run([.ok(odd)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            _ = try await calls.fetch(GroupAnswers.members).get()
            let first = AgentID(1031)
            #expect(
                calls.recorder.timeless == [.anomaly(.numberAsString, count: 1, first: first)]
            )
            #expect(!calls.recorder.cameFromEventLoop)
        }
    }

    @Test(arguments: FailureTests.statuses)
    func `a status means what it means for a status call`(
        status: String,
        headers: String,
        body: String,
        failure: CallFailure
    ) async throws {
        let script = ServerScript.answer(status, headers: headers, body)
        for query in Self.queries {
            #expect(try await failureOf(script, query) == failure)
        }
    }

    @Test(arguments: queries)
    func `a 401 or 403 counts though its body is cut off`(query: GroupQuery) async throws {
        let head = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 900000\r\n\r\n{\"timest"
        #expect(try await failureOf(.replyAndClose(head), query)?.code == .unauthorized)
        let locked = "HTTP/1.1 403 F\r\nContent-Length: 9000\r\n\r\n" + FailureTests.ownBody(403)
        #expect(try await failureOf(.replyAndClose(locked), query)?.code == .addressLocked)
    }

    @Test(arguments: queries)
    func `an answer cut off is a lost connection`(query: GroupQuery) async throws {
        for script in [
            ServerScript.close, .replyAndClose("HTTP/1.1 20"),
            .replyAndClose("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"resultCode\":"),
        ] {
            #expect(try await failureOf(script, query)?.code == .connectionLost)
        }
    }

    @Test(arguments: queries)
    func `an answer that does not end in time is timed out`(query: GroupQuery) async throws {
        for script in [
            ServerScript.silence,
            .reply("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"resultCode\":"),
        ] {
            let failure = try await failureOf(script, query) { $0.requestTimeout = .seconds(1) }
            #expect(failure?.code == .timedOut)
        }
    }

    @Test(arguments: queries)
    func `where no connection can be made nothing is sent, and that is told`(
        query: GroupQuery
    ) async throws {
        let calls = try Calls(FailoverTests.closed)
        #expect(try await calls.fetch(query).failure?.code == .connectFailed)
        #expect(
            calls.recorder.timeless
                == [.connectionNotMade(calls.settings.baseURLs[0], .connectFailed)]
        )
        #expect(try await calls.fetch(query, endpoint: 1).failure?.code == .connectFailed)
    }

    @Test func `a business error is told by its code, and counted as the call's end`() async throws
    {
        let body = #"{"resultCode":"0101003","resultDesc":"no permission"}"#
        try await ServerDouble.run([.ok(body)]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            let failure = CallFailure(.noPermission, detail: "resultCode 0101003: no permission")
            #expect(try await calls.fetch(.skills).failure == failure)
            #expect(calls.recorder.groupEnds == [.noPermission])
        }
    }

    @Test func `a body that cannot be used is refused with its fault`() async throws {
        try await ServerDouble.run([.ok("{\"resultCode\":")]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            let failure = CallFailure(.malformedBody, detail: "truncated")
            #expect(try await calls.fetch(.skills).failure == failure)
            #expect(calls.recorder.timeless == [.bodyRefused(.truncated)])
            #expect(calls.recorder.groupEnds == [.malformedBody])
        }
    }

    @Test func `a body over the limit is refused`() async throws {
        let body = GroupAnswers.success(GroupAnswers.skill)
        let failure = try await failureOf(.ok(body), .skills) {
            $0.maximumBodyBytes = body.utf8.count - 1
        }
        #expect(failure?.code == .bodyTooLarge)
    }

    @Test func `an answer tells how the clocks differ`() async throws {
        let date = "Date: Mon, 23 Nov 2026 08:12:34 GMT\r\n"
        try await ServerDouble.run([.answer("401 X", headers: date, "")]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)")
            #expect(try await calls.fetch(.userGroups).failure?.clockSkew == 753)
            #expect(calls.recorder.timeless == [.clockSkew(seconds: 753)])
        }
    }

    private func failureOf(
        _ script: ServerScript,
        _ query: GroupQuery,
        change: (inout CMSSettings) -> Void = { _ in }
    ) async throws -> CallFailure? {
        try await ServerDouble.run([script]) { server in
            let calls = try Calls("http://127.0.0.1:\(server.port)") { change(&$0) }
            return try await calls.fetch(query).failure
        }
    }
}
