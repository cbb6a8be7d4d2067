import NIOCore
import NIOHTTP1
import Roster
import Testing

@testable import Gateway

@Suite struct AgentQueryTests {
    private func routed(
        _ body: String,
        method: HTTPMethod = .POST,
        query: String? = nil,
        headers: HTTPHeaders = ["Content-Type": "application/json"]
    ) throws -> Routed {
        let request = Request(
            id: "r",
            method: method,
            path: "/agents/query",
            query: query,
            headers: headers,
            body: body.isEmpty ? nil : ByteBuffer(string: body)
        )
        return Router(settings: GatewaySettings(vdns: try testVDNs())).route(request)
    }

    private func problem(
        _ body: String,
        method: HTTPMethod = .POST,
        query: String? = nil,
        headers: HTTPHeaders = ["Content-Type": "application/json"]
    ) throws -> Problem? {
        let routed = try routed(body, method: method, query: query, headers: headers)
        guard case .problem(let problem) = routed.outcome else { return nil }
        return problem
    }

    @Test func `ids are numbers or texts, distinct in the order first named`() throws {
        let routed = try routed(#" { "ids" : [ 2001, "1031", "2000-2002", 1031 ] } "#)
        let ids = [2_001, 1_031, 2_000, 2_002].map { AgentID(unchecked: $0) }
        #expect(routed.label == .agentQuery)
        #expect(routed.outcome == .endpoint(.agents(try testVDNs()[0], ids)))
        #expect(routed.options == .standard)
    }

    @Test func `states, fields and a moment are members`() throws {
        let body = #"""
            {"changedSince":"2026-11-23T08:00:00Z","fields":["state"],"state":["idle","talking"],
             "ids":[1031]}
            """#
        let options = try routed(body).options
        #expect(options.states == [.idle, .talking])
        #expect(options.fields == AgentFields([.state]))
        #expect(options.changedSince == Timestamp(milliseconds: 1_795_420_800_000))
    }

    @Test func `the format is negotiated as with GET`() throws {
        let json = ("Content-Type", "application/json")
        let lines = HTTPHeaders([json, ("Accept", "application/x-ndjson")])
        #expect(try routed(#"{"ids":[1031]}"#, headers: lines).options.format == .lines)
        let html = HTTPHeaders([json, ("Accept", "text/html")])
        #expect(try problem(#"{"ids":[1031]}"#, headers: html)?.code == .notAcceptable)
    }

    @Test func `sixty thousand ids are taken, and one more is not`() throws {
        let numbers = (70_000..<130_000).map(String.init).joined(separator: ",")
        guard case .endpoint(.agents(_, let ids)) = try routed("{\"ids\":[\(numbers)]}").outcome
        else {
            Issue.record("refused")
            return
        }
        #expect(ids.count == 60_000)
        let problem = try problem("{\"ids\":[\(numbers),101]}")
        #expect(problem?.code == .invalidBody)
        #expect(problem?.detail == "The member 'ids' names more than 60000 agents.")
    }

    @Test(arguments: [HTTPMethod.GET, .HEAD, .PUT, .DELETE, .PATCH])
    func `other methods are 405 with those there are`(_ method: HTTPMethod) throws {
        let problem = try problem("", method: method)
        #expect(problem?.code == .methodNotAllowed)
        #expect(problem?.allow == "POST, OPTIONS")
        #expect(try routed("", method: .OPTIONS).outcome == .options(allow: "POST, OPTIONS"))
    }

    @Test func `the query has no parameters`() throws {
        let problem = try problem(#"{"ids":[1031]}"#, query: "state=idle")
        #expect(problem?.code == .invalidParameter)
    }

    @Test(arguments: [
        "application/json", "application/json; charset=utf-8", "Application/JSON;charset=utf-8",
        "application/json;\u{301}x=y",
    ])
    func `JSON is taken, whatever its parameters`(_ type: String) throws {
        #expect(try problem(#"{"ids":[1031]}"#, headers: ["Content-Type": type]) == nil)
    }

    @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    func `another media type is told which is taken`(_ type: String?) throws {
        let headers = HTTPHeaders(type.map { [("Content-Type", $0)] } ?? [])
        let problem = try problem(#"{"ids":[1031]}"#, headers: headers)
        #expect(problem?.code == .unsupportedMediaType)
        #expect(problem?.fields == [Response.Field("Accept", "application/json")])
    }

    @Test func `a packed body is told that none is taken`() throws {
        let headers: HTTPHeaders = ["Content-Type": "application/json", "Content-Encoding": "gzip"]
        let problem = try problem("x", headers: headers)
        #expect(problem?.code == .unsupportedMediaType)
        #expect(problem?.fields == [Response.Field("Accept-Encoding", "identity")])
    }
}
