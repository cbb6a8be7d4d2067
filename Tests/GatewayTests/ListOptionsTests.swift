import NIOHTTP1
import Roster
import Testing

@testable import Gateway

@Suite struct ListOptionsTests {
    private func routed(_ target: String, accept: String? = nil) throws -> Routed {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        let headers = HTTPHeaders(accept.map { [("Accept", $0)] } ?? [])
        let query = parts.count > 1 ? parts[1] : nil
        let request = Request(id: "r", path: parts[0], query: query, headers: headers)
        return Router(settings: GatewaySettings(vdns: try testVDNs())).route(request)
    }

    private func problem(_ target: String, accept: String? = nil) throws -> Problem? {
        guard case .problem(let problem) = try routed(target, accept: accept).outcome else {
            return nil
        }
        return problem
    }

    @Test(arguments: ["/agents?ids=1031&", "/groups/billing/agents?", "/vdns/171/groups/a/agents?"])
    func `a list takes states, fields and a moment`(_ start: String) throws {
        let query = "state=idle,talking&fields=state,stateSince&changedSince=2026-11-23T08:00:00Z"
        let options = try routed(start + query).options
        #expect(options.states == [.idle, .talking])
        #expect(options.fields == AgentFields([.id, .state, .stateSince]))
        #expect(options.changedSince == Timestamp(milliseconds: 1_795_420_800_000))
        #expect(options.format == .json)
    }

    @Test func `an offset's plus sign stands for itself`() throws {
        let target = "/groups/a/agents?changedSince=2026-11-23T09:00:00.500+01:00"
        let moment = try routed(target).options.changedSince
        #expect(moment == Timestamp(milliseconds: 1_795_420_800_500))
    }

    @Test func `an agent takes fields, and nothing that chooses among agents`() throws {
        #expect(try routed("/agents/1031?fields=state").options.fields == AgentFields([.state]))
        for name in ["state=idle", "changedSince=2026-11-23T08:00:00Z", "ids=1031"] {
            let detail = try problem("/agents/1031?\(name)")?.detail
            #expect(detail?.contains("is not known here; known: fields.") == true)
        }
    }

    @Test(arguments: ["/groups", "/groups/a", "/groups/a/status", "/healthz"])
    func `other routes take neither`(_ path: String) throws {
        for name in ["fields=id", "state=idle"] {
            #expect(try problem("\(path)?\(name)")?.code == .invalidParameter)
        }
    }

    @Test(arguments: [
        (
            "state=awake",
            "'state' cannot name 'awake'; allowed: signedOut, idle, reserved, occupied"
        ),
        ("state=idle,", "'state' cannot name ''"), ("state=", "'state' cannot name ''"),
        ("state=Idle", "'state' cannot name 'Idle'"), ("state=null", "'state' cannot name 'null'"),
        ("fields=colour", "'fields' cannot name 'colour'; allowed: id, name, state, stateCode"),
        ("fields=id,,state", "'fields' cannot name ''"), ("fields=ID", "'fields' cannot name 'ID'"),
        ("fields=reason", "'fields' cannot name 'reason'"),
        ("changedSince=", "must be an RFC 3339 time such as 2026-11-23T08:00:00Z, not ''"),
        ("changedSince=yesterday", "not 'yesterday'"), ("changedSince=1795420800", "not '1795"),
        ("changedSince=2026-11-23T08:00:00", "not '2026-11-23T08:00:00'"),
    ])
    func `a wish that cannot be is told what can`(_ query: String, _ part: String) throws {
        let problem = try problem("/groups/billing/agents?\(query)")
        #expect(problem?.code == .invalidParameter)
        #expect(problem?.detail.contains(part) == true, "\(problem?.detail ?? "none")")
    }

    @Test func `all lists negotiate their format, other routes do not look at it`() throws {
        for path in ["/agents?ids=1031", "/groups/billing/agents"] {
            #expect(try routed(path, accept: "application/x-ndjson").options.format == .lines)
            #expect(try problem(path, accept: "text/html")?.code == .notAcceptable)
        }
        for path in ["/agents/1031", "/groups", "/groups/billing/status", "/healthz"] {
            #expect(try problem(path, accept: "text/html") == nil)
        }
    }

    @Test func `agents in a chosen state are shown, missing ones not`() {
        var options = ListOptions()
        options.states = [.idle]
        #expect(options.shows(.observed(agent(1031, code: 1), .cached)))
        #expect(!options.shows(.observed(agent(1031, code: 5), .cached)))
        #expect(!options.shows(.missing(AgentID(unchecked: 1031), .notReported)))
        #expect(ListOptions().shows(.missing(AgentID(unchecked: 1031), .notReported)))
    }

    @Test func `only what began later has changed since`() {
        let talking = talkingAgent()
        var options = ListOptions()
        for (seconds, isShown) in [(-1 as Int64, true), (0, false), (1, false)] {
            options.changedSince = talking.stateSince?.advanced(bySeconds: seconds)
            #expect(options.shows(.observed(talking, .live)) == isShown)
        }
        #expect(!options.shows(.missing(talking.id, .trouble(.cmsUnavailable))))
        // Whose state began at no time known may have changed.
        #expect(options.shows(.observed(agent(1031, code: 5, seconds: nil), .live)))
    }
}
