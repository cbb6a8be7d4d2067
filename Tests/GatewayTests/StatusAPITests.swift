import NIOHTTP1
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import Gateway

@Suite struct StatusAPITests {
    private func missing(_ reason: MissingReason, retryAfter: Int64? = nil) -> ScriptedSource {
        ScriptedSource([.answer { .missing($0, reason, retryAfter: retryAfter) }])
    }

    @Test func `an agent is asked for with the default wait and answered at once`() throws {
        let source = ScriptedSource.allTalking
        let response = try responseAtOnce("/agents/1031", source)
        #expect(response.status == 200)
        #expect(response.contentType == "application/json")
        #expect(response.fields.isEmpty)
        #expect(bodyText(response).hasPrefix(#"{"id":1031,"state":"talking","#))
        #expect(source.questions.map(\.wait) == [.seconds(3)])
        #expect(source.questions.map(\.vdn) == [try testVDNs()[0]])
    }

    @Test func `an agent without a row is 404`() throws {
        let response = try responseAtOnce("/agents/1031", missing(.notReported))
        #expect(response.status == 404)
        #expect(bodyText(response).contains(#""code":"agent-not-reported""#))
        #expect(bodyText(response).contains("agent 1031"))
    }

    @Test(arguments: [
        (Trouble.cmsError, 502, "cms-error"), (.cmsMalformed, 502, "cms-malformed"),
        (.cmsUnavailable, 503, "cms-unavailable"), (.cmsLockedOut, 503, "cms-locked-out"),
        (.overloaded, 503, "overloaded"), (.shuttingDown, 503, "shutting-down"),
        (.deadlineExceeded, 504, "deadline-exceeded"),
    ])
    func `a trouble that leaves nothing has its status, and 503 says when to come again`(
        _ trouble: Trouble,
        _ status: Int,
        _ code: String
    ) throws {
        for path in ["/agents/1031", "/groups/billing/status", "/groups/billing/agents"] {
            let response = try responseAtOnce(path, missing(.trouble(trouble), retryAfter: 7))
            #expect(response.status == status)
            #expect(bodyText(response).contains(#""code":"\#(code)""#))
            #expect(bodyText(response).contains(#""requestId":"r-1""#))
            let retryAfter = Response.Field("Retry-After", "7")
            #expect(response.fields.contains(retryAfter) == (status == 503))
        }
    }

    @Test func `a 503 without advice says one second`() throws {
        let response = try responseAtOnce("/agents/1031", missing(.trouble(.overloaded)))
        #expect(response.fields.contains(.init("Retry-After", "1")))
    }

    @Test func `a list where nothing is reported is 200`() throws {
        let response = try responseAtOnce("/agents", query: "ids=1031,1032", missing(.notReported))
        #expect(response.status == 200)
        #expect(bodyText(response).hasSuffix(#""complete":false,"stale":0,"missing":2}"#))
    }

    @Test func `a list of which something is known is 200`() throws {
        let source = ScriptedSource([
            .answer { question in
                let troubled = Reading.missing(question.ids[0], .trouble(.cmsUnavailable))
                let unreported = Reading.missing(question.ids[1], .notReported)
                return Answer(readings: [troubled, unreported], at: testNow)
            }
        ])
        #expect(try responseAtOnce("/agents", query: "ids=1031,1032", source).status == 200)
    }

    @Test func `groups and members need no question`() throws {
        let source = ScriptedSource([])
        #expect(
            bodyText(try responseAtOnce("/groups", source)).contains(#""name":"billing","size":3"#)
        )
        let group = try responseAtOnce("/groups/billing", source)
        #expect(bodyText(group).contains(#""agentIds":["1031-1033"]"#))
        #expect(
            bodyText(try responseAtOnce("/vdns/171/groups", source))
                == #"{"groups":[],"complete":true,"awaiting":[]}"#
        )
    }

    @Test func `an empty group is answered without a question`() throws {
        let source = ScriptedSource([])
        #expect(try responseAtOnce("/groups/empty/status", source).status == 200)
        #expect(try responseAtOnce("/groups/empty/agents", source).status == 200)
    }

    @Test func `a group's members are asked for in one question, ascending`() throws {
        let source = ScriptedSource.allTalking
        let status = bodyText(try responseAtOnce("/groups/billing/status", source))
        #expect(status.hasPrefix(#"{"group":"billing","agents":3,"reported":3,"#))
        #expect(source.questions.map { $0.ids.map(\.number) } == [[1031, 1032, 1033]])
    }

    @Test func `an unknown group is 404, named and escaped`() throws {
        let response = try responseAtOnce("/groups/no%22ne%0A/status", ScriptedSource([]))
        #expect(response.status == 404)
        #expect(bodyText(response).contains(#"VDN 170 has no group 'no\"ne\n'."#))
    }

    @Test func `a late answer is rendered where it is delivered`() throws {
        let source = ScriptedSource([.wait])
        let delivered = Mutex<[Response]>([])
        let request = Request(id: "r-1", path: "/agents/1031")
        let responded = try testAPI(source)
            .respond(to: request) { response in
                delivered.withLock { $0.append(response) }
            }
        guard case .later = responded, let question = source.questions.first else {
            Issue.record("not waiting")
            return
        }
        source.deliver(.talking(question), to: 1)
        #expect(delivered.withLock { $0.map(\.status) } == [200])
    }

    @Test(arguments: [
        ("/agents/1031", 384), ("/agents?ids=1031-1130", 38_464), ("/groups/billing/agents", 1_216),
        ("/groups/billing/status", 1_024),
    ])
    func `what waits says how much is to be expected`(target: String, bytes: Int) throws {
        let parts = target.split(separator: "?").map(String.init)
        let query = parts.count > 1 ? parts[1] : nil
        let request = Request(id: "r-1", path: parts[0], query: query)
        let responded = try testAPI(ScriptedSource([.wait])).respond(to: request) { _ in }
        guard case .later(let expectedBytes, _, _) = responded else {
            Issue.record("not waiting")
            return
        }
        #expect(expectedBytes == bytes)
    }

    @Test func `a request nobody waits for gives its ticket back`() throws {
        let source = ScriptedSource([.wait])
        let request = Request(id: "r-1", path: "/agents/1031")
        guard
            case .later(_, _, let withdraw) = try testAPI(source)
                .respond(to: request, deliver: { _ in })
        else {
            Issue.record("not waiting")
            return
        }
        withdraw()
        #expect(source.withdrawn == [TicketID(1)])
    }

    @Test func `the contract and health are served from inside`() throws {
        let contract = try responseAtOnce("/openapi.yaml", ScriptedSource([]))
        #expect(contract.contentType == "application/yaml")
        #expect(bodyText(contract).hasPrefix("openapi: 3.1.0\n"))
        #expect(bodyText(try responseAtOnce("/healthz", ScriptedSource([]))) == #"{"status":"ok"}"#)
    }

    @Test func `the contract knows every problem code and every route`() throws {
        let contract = bodyText(try responseAtOnce("/openapi.yaml", ScriptedSource([])))
        for code in ProblemCode.allCases { #expect(contract.contains("- \(code.rawValue)\n")) }
        let routes = ["/agents/{id}", "/agents", "/groups", "/groups/{name}"]
        let more = ["/groups/{name}/status", "/groups/{name}/agents", "/vdn/status"]
        for route in routes + more {
            #expect(contract.contains("\n  \(route):\n"))
            #expect(contract.contains("\n  /vdns/{vdn}\(route):\n"))
        }
    }
}
