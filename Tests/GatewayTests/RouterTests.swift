import NIOHTTP1
import Roster
import Testing

@testable import Gateway

@Suite struct RouterTests {
    private func route(
        _ path: String,
        query: String? = nil,
        method: HTTPMethod = .GET,
        maximumIDs: Int = 1_000
    ) throws -> Routed {
        let settings = GatewaySettings(vdns: try testVDNs(), maximumIDsPerRequest: maximumIDs)
        let request = Request(id: "r", method: method, path: path, query: query)
        return Router(settings: settings).route(request)
    }

    private func endpoint(_ path: String, query: String? = nil) throws -> Endpoint? {
        guard case .endpoint(let endpoint) = try route(path, query: query).outcome else {
            return nil
        }
        return endpoint
    }

    private func problem(
        _ path: String,
        query: String? = nil,
        method: HTTPMethod = .GET,
        maximumIDs: Int = 1_000
    ) throws -> Problem? {
        let routed = try route(path, query: query, method: method, maximumIDs: maximumIDs)
        guard case .problem(let problem) = routed.outcome else { return nil }
        return problem
    }

    @Test func `every route is found with its label`() throws {
        let vdn = try testVDNs()[0]
        let id = try #require(AgentID(1031))
        let expected: [(String, String?, Endpoint, RouteLabel)] = [
            ("/agents/1031", nil, .agent(vdn, id), .agent),
            ("/agents", "ids=1031", .agents(vdn, [id]), .agents),
            ("/groups", nil, .groups(vdn), .groups),
            ("/groups/billing", nil, .group(vdn, "billing", .members), .group),
            ("/groups/billing/status", nil, .group(vdn, "billing", .status), .groupStatus),
            ("/groups/billing/agents", nil, .group(vdn, "billing", .agents), .groupAgents),
            (
                "/groups", "name=Bill&source=file",
                .groups(vdn, GroupChoice(sources: [.file], namePart: "bill")), .groups
            ),
            ("/vdn/status", nil, .vdnStatus(vdn), .vdnStatus),
            ("/healthz", nil, .health, .health),
            ("/openapi.yaml", nil, .openAPI, .openAPI),
        ]
        for (path, query, endpoint, label) in expected {
            let routed = try route(path, query: query)
            #expect(routed == Routed(label: label, outcome: .endpoint(endpoint)))
        }
    }

    @Test func `a VDN in the path is used, also the default one`() throws {
        let vdns = try testVDNs()
        #expect(try endpoint("/vdns/171/groups") == .groups(vdns[1]))
        #expect(try endpoint("/vdns/170/groups/a/status") == .group(vdns[0], "a", .status))
        #expect(try endpoint("/vdns/171/vdn/status") == .vdnStatus(vdns[1]))
    }

    @Test(arguments: ["/vdns/9/groups", "/vdns/0171/groups", "/vdns/x/agents/1031"])
    func `another VDN is unknown`(_ path: String) throws {
        #expect(try problem(path)?.code == .unknownVDN)
    }

    @Test func `a segment is decoded by itself`() throws {
        let vdn = try testVDNs()[0]
        #expect(try endpoint("/groups/a%2Fb") == .group(vdn, "a/b", .members))
        #expect(try endpoint("/groups/%E5%AE%A2%e6%9c%8d/status") == .group(vdn, "客服", .status))
        #expect(try endpoint("/groups/a+b") == .group(vdn, "a+b", .members))
        #expect(try endpoint("/groups/%25") == .group(vdn, "%", .members))
        #expect(try endpoint("/%61gents/1031") != nil)
    }

    @Test(arguments: [
        "/", "//", "/agent", "/agents/", "/agents/1031/", "/agents//1031", "/agents/1031/x",
        "/groups/", "/groups/a/b", "/groups//status", "/groups/a/status/", "/vdns", "/vdns/170",
        "/vdns//groups", "/vdns/170/", "/vdns/170/healthz", "/healthz/", "/metrics",
        "/agents%2F1031",
        "/vdns/170/vdns/170/groups",
    ])
    func `there is nothing at another path`(_ path: String) throws {
        #expect(try problem(path)?.code == .noSuchRoute)
        #expect(try route(path).label == .none)
    }

    @Test(arguments: ["/agents/1031", "/groups/a/status", "/healthz", "/agents/abc", "/agents"])
    func `another method is 405 with Allow, before anything else is checked`(
        _ path: String
    ) throws {
        for method in [HTTPMethod.POST, .PUT, .DELETE, .PATCH, .TRACE, .RAW(value: "QUERY")] {
            let problem = try problem(path, query: "x=y", method: method)
            #expect(problem?.code == .methodNotAllowed)
            #expect(problem?.allow == "GET, HEAD, OPTIONS")
        }
    }

    @Test func `a method HTTP itself does not have is 501`() throws {
        #expect(try problem("/groups", method: .PROPFIND)?.code == .notImplemented)
    }

    @Test func `OPTIONS tells the methods of a known path, and of the server`() throws {
        let allow = Routed.Outcome.options(allow: "GET, HEAD, OPTIONS")
        #expect(
            try route("/agents/1031", method: .OPTIONS) == Routed(label: .agent, outcome: allow)
        )
        let every = Routed.Outcome.options(allow: "GET, HEAD, POST, OPTIONS")
        #expect(try route("*", method: .OPTIONS) == Routed(label: .none, outcome: every))
        #expect(try problem("/nothing", method: .OPTIONS)?.code == .noSuchRoute)
    }

    @Test(arguments: ["abc", "007", "-1031", "1031x", "%31031%20", "1,031", "٣٤٥", "0"])
    func `what is no plain number is an invalid agent id`(_ text: String) throws {
        let code = try problem("/agents/\(text)")?.code
        #expect(code == (text == "0" ? .agentIDOutOfRange : .invalidAgentID))
    }

    @Test(arguments: ["100", "60000", "69999", "1000000", "99999999999999999999"])
    func `a number outside the ranges is told which are allowed`(_ text: String) throws {
        let problem = try problem("/agents/\(text)")
        #expect(problem?.code == .agentIDOutOfRange)
        #expect(problem?.detail.contains("101-59999 or 70000-999999") == true)
    }

    @Test func `a list keeps the order first asked and drops repetitions`() throws {
        let vdn = try testVDNs()[0]
        let ids = [2_001, 1_031, 2_000, 2_002].compactMap { AgentID($0) }
        let found = try endpoint("/agents", query: "ids=2001,1031,2000-2002,1031")
        #expect(found == .agents(vdn, ids))
        #expect(try endpoint("/agents", query: "ids=1031%2C2001") != nil)
    }

    @Test func `a list over the limit is refused with the limit, repetitions counted`() throws {
        #expect(try problem("/agents", query: "ids=1000-1009", maximumIDs: 10) == nil)
        for ids in ["1000-1010", "1000-1009,1000", "101-59999,70000-999999"] {
            let problem = try problem("/agents", query: "ids=\(ids)", maximumIDs: 10)
            #expect(problem?.code == .invalidParameter)
            #expect(problem?.detail.contains("10 agents") == true)
        }
    }

    @Test(arguments: [
        (nil, "'ids' is missing"), ("", "'ids' is missing"), ("ids=", "names no agent"),
        ("ids=1031&ids=1032", "'ids' is given twice"), ("ids=1031&colour=red", "'colour'"),
        ("ids=2000-1000", "'2000-1000'"), ("ids=%zz", "percent-encoded"), ("IDS=1031", "'IDS'"),
    ])
    func `a wrong parameter is named`(_ query: String?, _ part: String) throws {
        let problem = try problem("/agents", query: query)
        #expect(problem?.code == .invalidParameter)
        #expect(problem?.detail.contains(part) == true, "\(problem?.detail ?? "none")")
    }

    @Test(arguments: ["1031,", ",1031", "1031,,1032", "1031-", "-1031", "1031-1032-1033", "a-b"])
    func `a broken list is an invalid agent id`(_ ids: String) throws {
        #expect(try problem("/agents", query: "ids=\(ids)")?.code == .invalidAgentID)
    }

    @Test func `a range over numbers that are no ids is out of range`() throws {
        #expect(try problem("/agents", query: "ids=59999-70000")?.code == .agentIDOutOfRange)
    }

    @Test func `a parameter is refused where none is known`() throws {
        #expect(try problem("/groups", query: "x=1")?.detail.contains("'x'") == true)
        #expect(try problem("/groups", query: "") == nil)
    }
}
