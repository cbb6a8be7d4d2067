import NIOCore
import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

@Suite struct ListAnswerTests {
    private let lines: HTTPHeaders = ["Accept": "application/x-ndjson"]

    /// Agents 1031 talking, 1032 idle and stale, 1033 not reported.
    private var mixed: ScriptedSource {
        let memory: @Sendable (AgentID) -> Reading = { id in
            switch id.number {
            case 1031: .observed(talkingAgent(), .cached)
            case 1032: .observed(agent(1032, code: 1), .stale(.cmsUnavailable))
            default: .missing(id, .notReported)
            }
        }
        return ScriptedSource(
            [],
            thenAlways: .answer { Answer(readings: $0.ids.map(memory), at: testNow) },
            remembering: memory
        )
    }

    @Test func `fields are written in the order of the whole, the id always`() throws {
        let response = try responseAtOnce(
            "/agents",
            query: "ids=1031-1033&fields=staleReason,freshness,state",
            mixed
        )
        #expect(
            bodyText(response) == """
                {"agents":[{"id":1031,"state":"talking","freshness":"fresh"},\
                {"id":1032,"state":"idle","freshness":"stale","staleReason":"cmsUnavailable"},\
                {"id":1033,"state":null,"freshness":"missing","reason":"notReported"}],\
                "complete":false,"stale":1,"missing":1}
                """
        )
    }

    @Test(arguments: AgentField.allCases.filter { ![.staleReason, .name, .groups].contains($0) })
    func `each field alone is what it is in the whole`(_ field: AgentField) throws {
        let whole = bodyText(try responseAtOnce("/agents/1031"))
        let chosen = bodyText(try responseAtOnce("/agents/1031", query: "fields=\(field.rawValue)"))
        let member = chosen.dropFirst(#"{"id":1031"#.count).dropLast()
        #expect(chosen.hasPrefix(#"{"id":1031"#))
        #expect(whole.contains(member))
        #expect(field == .id ? member == "" : member.hasPrefix(#","\#(field.rawValue)":"#))
    }

    @Test func `states choose who is shown, and the counts are those of all`() throws {
        for path in ["/agents", "/groups/billing/agents"] {
            let query = (path == "/agents" ? "ids=1031-1033&" : "") + "state=idle&fields=id"
            #expect(
                bodyText(try responseAtOnce(path, query: query, mixed))
                    == #"{"agents":[{"id":1032}],"complete":false,"stale":1,"missing":1}"#
            )
        }
    }

    @Test func `a moment chooses whose state is newer`() throws {
        let query = "fields=id&changedSince=2026-11-23T08:01:02Z"
        #expect(
            bodyText(try responseAtOnce("/groups/billing/agents", query: query, mixed))
                == #"{"agents":[{"id":1032}],"complete":false,"stale":1,"missing":1}"#
        )
    }

    @Test func `a list by POST is the list by GET`() throws {
        let type: HTTPHeaders = ["Content-Type": "application/json"]
        let body = #"{"ids":["1031-1033"],"state":["talking"],"fields":["state"]}"#
        let posted = try responseAtOnce("/agents/query", headers: type, posting: body, mixed)
        let query = "ids=1031-1033&state=talking&fields=state"
        #expect(bodyText(posted) == bodyText(try responseAtOnce("/agents", query: query, mixed)))
        #expect(posted.route == .agentQuery)
    }

    @Test func `lists say that they depend on Accept`() throws {
        for headers in [lines, [:]] {
            let response = try responseAtOnce("/groups/billing/agents", headers: headers, mixed)
            let fields = try #require(response.caching)
            #expect(response.dependencies == .accept)
            #expect((fields.tag == nil) == (headers == lines))
        }
    }

    @Test func `a tag is of what is shown and of what is counted`() throws {
        func tag(_ query: String, _ code: Int32 = 1) throws -> EntityTag? {
            let source = ScriptedSource([
                .answer { question in
                    var answer = Answer.talking(question)
                    answer.readings[1] = .observed(agent(1032, code: code), .cached)
                    return answer
                }
            ])
            return try responseAtOnce("/groups/billing/agents", query: query, source).caching?.tag
        }
        #expect(try tag("state=talking", 1) == tag("state=talking", 8))
        #expect(try tag("state=idle", 1) != tag("state=idle", 8))
        #expect(try tag("fields=id") != tag("fields=state"))
        #expect(try tag("state=talking") != tag("state=talking&fields=id"))
        let missing = try responseAtOnce(
            "/groups/billing/agents",
            query: "state=talking",
            ScriptedSource([
                .answer { question in
                    var answer = Answer.talking(question)
                    answer.readings[1] = .missing(question.ids[1], .notReported)
                    return answer
                }
            ])
        )
        #expect(try missing.caching?.tag != tag("state=talking"))
    }

    @Test func `a list by POST is always whole`() throws {
        let headers: HTTPHeaders = ["Content-Type": "application/json", "If-None-Match": "*"]
        let body = #"{"ids":[1031]}"#
        let posted = try responseAtOnce("/agents/query", headers: headers, posting: body)
        #expect(posted.status == 200)
    }

    @Test func `lines are agents in the same order, missing ones too`() throws {
        let source = mixed
        let response = try responseAtOnce(
            "/agents",
            query: "ids=1033,1032,1031&fields=state",
            headers: lines,
            source
        )
        #expect(response.contentType == "application/x-ndjson")
        #expect(source.questions.map(\.ids.count) == [3])
        #expect(
            pageTexts(response) == [
                """
                {"id":1033,"state":null,"freshness":"missing","reason":"notReported"}
                {"id":1032,"state":"idle"}
                {"id":1031,"state":"talking"}

                """
            ]
        )
    }

    @Test func `what memory gave up meanwhile is a line that says so`() throws {
        let gone: @Sendable (AgentID) -> Reading = { .missing($0, .trouble(.overloaded)) }
        let source = ScriptedSource([.answer { .talking($0) }], remembering: gone)
        let text = pageTexts(
            try responseAtOnce("/agents", query: "ids=1031", headers: lines, source)
        )
        #expect(
            text == [
                #"{"id":1031,"state":null,"freshness":"missing","reason":"overloaded"}"# + "\n"
            ]
        )
    }

    @Test func `lines are read on the terms of the answer`() throws {
        let terms = AnswerTerms(isLate: true, refusal: .overloaded)
        let source = ScriptedSource([
            .answer { question in
                var answer = Answer.talking(question)
                answer.terms = terms
                return answer
            }
        ])
        _ = pageTexts(try responseAtOnce("/agents", query: "ids=1031", headers: lines, source))
        #expect(source.recalledTerms == [terms])
    }

    @Test func `nothing to say of any is a problem before the first line`() throws {
        let source = ScriptedSource([.answer { .missing($0, .trouble(.cmsLockedOut)) }])
        let response = try responseAtOnce("/groups/billing/agents", headers: lines, source)
        #expect(response.status == 503)
        #expect(response.stream == nil)
        #expect(source.recalled == [])
    }

    @Test func `an empty group has no line`() throws {
        let response = try responseAtOnce("/groups/empty/agents", headers: lines)
        #expect(pageTexts(response) == [])
    }

    @Test func `a page is at most 16 KiB, and few agents are looked up at a time`() throws {
        let source = ScriptedSource.allTalking
        let target = "ids=100000-105999"
        let pages = pageTexts(try responseAtOnce("/agents", query: target, headers: lines, source))
        #expect(pages.allSatisfy { $0.utf8.count <= AgentLines.pageBytes })
        #expect(pages.count > 40)
        #expect(source.recalled.allSatisfy { $0 <= 64 })
        let ids = pages.joined().split(separator: "\n").map { String($0.prefix(12)) }
        #expect(ids == (100_000...105_999).map { "{\"id\":\($0)" })
    }

    @Test func `where few are shown a page looks at a thousand agents and may be empty`() throws {
        let source = ScriptedSource.allTalking
        let target = "ids=100000-101999&state=idle"
        let pages = pageTexts(try responseAtOnce("/agents", query: target, headers: lines, source))
        #expect(pages == ["", ""])
        #expect(source.recalled.reduce(0, +) == 2_000)
    }

    @Test(arguments: [
        ("/agents", "ids=100000-159999", 240_000), ("/groups/billing/agents", nil, 0),
    ])
    func `a stream that is waited for expects a page and the ids it holds alone`(
        path: String,
        query: String?,
        idBytes: Int
    ) throws {
        let request = Request(id: "r", path: path, query: query, headers: lines)
        let responded = try testAPI(ScriptedSource([.wait])).respond(to: request) { _ in }
        guard case .later(let expectedBytes, _, _) = responded else {
            Issue.record("not waiting")
            return
        }
        #expect(expectedBytes == AgentLines.pageBytes + idBytes)
    }

    @Test(arguments: [
        ("/agents", "ids=100000-159999", 240_000), ("/agents", "ids=100000,900000,100001", 12),
        ("/groups/billing/agents", nil, 0),
    ])
    func `a stream under way holds the ids it has alone`(
        path: String,
        query: String?,
        idBytes: Int
    ) throws {
        let stream = try responseAtOnce(path, query: query, headers: lines).stream
        #expect(stream?.heldBytes == idBytes)
    }

    @Test func `a stream of sixty thousand posted ids holds less than 300 KiB`() throws {
        let stream = try responseAtOnce("/agents", query: "ids=100000-159999", headers: lines)
            .stream
        let waiting = ConnectionHandler.streamBacklog.high + 2 * AgentLines.pageBytes
        #expect(try #require(stream).heldBytes + waiting < 300 * 1_024)
    }
}
