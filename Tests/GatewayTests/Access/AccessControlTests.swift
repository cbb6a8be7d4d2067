import NIOHTTP1
import Roster
import StatusEngine
import Synchronization
import Testing

@testable import Gateway

@Suite struct AccessControlTests {
    private let key = "rk_test-key"

    /// The routes of ``testAPI(_:)`` under a policy, at a moment set by hand.
    private func api(
        _ policy: AccessPolicy,
        _ source: ScriptedSource = .allTalking,
        control: AccessControl? = nil
    ) throws -> StatusAPI {
        let members = AgentIDSet(ranges: [1031...1033])
        let groups = [
            Group(name: "billing", source: .file, members: members),
            Group(name: "other", source: .file, members: AgentIDSet(ranges: [2000...2009])),
        ]
        return StatusAPI(
            settings: GatewaySettings(vdns: try testVDNs()),
            groups: GroupDirectory([try testVDNs()[0]: groups]),
            source: source,
            now: { testNow },
            accessPolicy: policy,
            access: control ?? AccessControl(now: { Instant(nanoseconds: 0) })
        )
    }

    private func scoped(to groups: Set<String>, limit: RateLimit? = nil) throws -> AccessPolicy {
        let vdns = try testVDNs()
        let group = Group(
            name: "billing",
            source: .file,
            members: AgentIDSet(ranges: [1031...1033])
        )
        let scope = AccessScope(
            vdns: nil,
            groups: groups,
            directory: GroupDirectory([vdns[0]: [group]]),
            served: vdns
        )
        let digest = KeyDigest(of: key)
        let apiKey = APIKey(name: "wallboard", digest: digest, scope: scope, rateLimit: limit)
        return AccessPolicy(keys: APIKeys([apiKey]))
    }

    private var keyed: AccessPolicy {
        AccessPolicy(keys: APIKeys([APIKey(name: "wallboard", digest: KeyDigest(of: key))]))
    }

    private func answer(
        _ api: StatusAPI,
        _ path: String,
        _ headers: HTTPHeaders = [:],
        method: HTTPMethod = .GET,
        query: String? = nil,
        client: ClientAddress? = "192.0.2.1"
    ) -> Response {
        let request = Request(
            id: "r-1",
            method: method,
            path: path,
            query: query,
            headers: headers,
            client: client
        )
        let responded = api.respond(to: request) { _ in }
        guard case .now(let response) = responded else {
            return Response(status: 0, contentType: nil, route: .none)
        }
        return response
    }

    private func field(_ name: String, _ response: Response) -> String? {
        response.writtenFields[name]
    }

    @Test func `without a key the answer is 401, and names the scheme`() throws {
        let api = try api(keyed, ScriptedSource([]))
        for path in ["/agents/1031", "/groups", "/nowhere", "/vdns/999/groups", "/agents/abc"] {
            let response = answer(api, path)
            #expect(response.status == 401)
            #expect(bodyText(response).contains(#""code":"unauthorized""#))
            #expect(field("WWW-Authenticate", response) == "Bearer realm=\"rollcall\"")
            #expect(field("Cache-Control", response) == "no-store")
        }
    }

    @Test func `a wrong key is 401 and never shown`() throws {
        let response = answer(try api(keyed), "/groups", ["Authorization": "Bearer rk_wrong"])
        #expect(response.status == 401)
        #expect(field("WWW-Authenticate", response)?.contains("invalid_token") == true)
        #expect(!bodyText(response).contains("wrong"))
    }

    @Test func `with its key a client is answered, for itself alone`() throws {
        let api = try api(keyed)
        for headers in [["Authorization": "Bearer \(key)"], ["X-API-Key": key]] as [HTTPHeaders] {
            let response = answer(api, "/agents/1031", headers)
            #expect(response.status == 200)
            #expect(field("Cache-Control", response) == "private, no-cache")
            #expect(field("Vary", response) == "Authorization, X-API-Key")
        }
    }

    @Test func `health, the contract and OPTIONS need no key and no tokens`() throws {
        var policy = keyed
        policy.rateLimit = RateLimit(requests: 1, windowSeconds: 60)
        let api = try api(policy)
        for _ in 0..<3 {
            #expect(answer(api, "/healthz").status == 200)
            #expect(answer(api, "/openapi.yaml").status == 200)
            #expect(answer(api, "/agents/1031", method: .OPTIONS).status == 204)
        }
        #expect(field("Cache-Control", answer(api, "/healthz")) == "no-cache")
    }

    @Test func `what a key does not cover is 403 before anything is asked`() throws {
        let api = try api(try scoped(to: ["billing"]), ScriptedSource([]))
        let headers: HTTPHeaders = ["X-API-Key": key]
        for path in ["/agents/2000", "/groups/other", "/groups/other/status", "/groups/nowhere"] {
            #expect(answer(api, path, headers).status == 403)
        }
        let list = answer(api, "/agents", headers, query: "ids=1031,2000,2001")
        #expect(bodyText(list).contains("agent 2000."))
        #expect(bodyText(answer(api, "/groups", headers)).contains("billing"))
        #expect(!bodyText(answer(api, "/groups", headers)).contains("other"))
    }

    @Test func `what a key covers is answered`() throws {
        let api = try api(try scoped(to: ["billing"]))
        let headers: HTTPHeaders = ["X-API-Key": key]
        for path in ["/agents/1031", "/groups/billing/status", "/groups/billing/agents"] {
            #expect(answer(api, path, headers).status == 200)
        }
    }

    @Test func `too many requests are 429 with the limit and when to come again`() throws {
        let limit = RateLimit(requests: 2, windowSeconds: 60)
        let api = try api(AccessPolicy(rateLimit: limit))
        let responses = (0..<3).map { _ in answer(api, "/agents/1031") }
        #expect(responses.map(\.status) == [200, 200, 429])
        #expect(
            responses.map { field("RateLimit", $0) } == [
                "\"client\";r=1;t=30", "\"client\";r=0;t=60", "\"client\";r=0;t=60",
            ]
        )
        #expect(field("RateLimit-Policy", responses[0]) == "\"client\";q=2;w=60")
        #expect(field("Retry-After", responses[2]) == "30")
        #expect(bodyText(responses[2]).contains(#""code":"too-many-requests""#))
        #expect(answer(api, "/agents/1031", client: "192.0.2.2").status == 200)
    }

    @Test func `with keys the holder is counted wherever it asks from, by its own limit`() throws {
        var policy = try scoped(to: ["billing"], limit: RateLimit(requests: 1, windowSeconds: 60))
        policy.rateLimit = RateLimit(requests: 100, windowSeconds: 60)
        let api = try api(policy)
        let clients: [ClientAddress] = ["192.0.2.1", "192.0.2.2"]
        let statuses = clients.map {
            answer(api, "/agents/1031", ["X-API-Key": key], client: $0).status
        }
        #expect(statuses == [200, 429])
    }

    @Test func `who guesses keys is limited by address, and others are not`() throws {
        var policy = keyed
        policy.rateLimit = RateLimit(requests: 1, windowSeconds: 60)
        let api = try api(policy)
        let guesses = (0..<2).map { answer(api, "/groups", ["X-API-Key": "guess \($0)"]).status }
        #expect(guesses == [401, 429])
        #expect(answer(api, "/groups", ["X-API-Key": key]).status == 200)
    }

    @Test func `a request costs one for each 6000 agents it is about`() throws {
        let limit = RateLimit(requests: 10, windowSeconds: 60)
        let api = try api(AccessPolicy(rateLimit: limit))
        let small = answer(api, "/agents", query: "ids=10000-15999")
        #expect(field("RateLimit", small)?.contains("r=9") == true)
        let large = answer(api, "/agents", query: "ids=10000-16000")
        #expect(field("RateLimit", large)?.contains("r=7") == true)
        #expect(field("RateLimit", answer(api, "/nowhere"))?.contains("r=6") == true)
    }

    @Test func `one client does not hold all waiting places`() throws {
        let policy = AccessPolicy(maximumWaiting: 1)
        let control = AccessControl(now: { Instant(nanoseconds: 0) })
        let source = ScriptedSource([], thenAlways: .wait)
        let api = try api(policy, source, control: control)
        let delivered = Mutex<[Int]>([])
        func ask(_ client: ClientAddress) -> Responded {
            api.respond(to: Request(id: "r", path: "/agents/1031", client: client)) { response in
                delivered.withLock { $0.append(response.status) }
            }
        }
        guard case .later = ask("192.0.2.1"), case .now(let refused) = ask("192.0.2.1"),
            case .later(_, _, let withdraw) = ask("192.0.2.2"),
            let question = source.questions.first
        else {
            Issue.record("the second question of a client must be refused, that of another not")
            return
        }
        #expect(refused.status == 429)
        #expect(field("Retry-After", refused) == "1")
        #expect(source.withdrawn == [TicketID(2)])
        withdraw()
        source.deliver(.talking(question), to: 1)
        #expect(delivered.withLock { $0 } == [200])
        guard case .later = ask("192.0.2.1") else {
            Issue.record("a place given back can be taken again")
            return
        }
    }

    @Test func `an answer that comes and a client that goes give one place back`() throws {
        let policy = AccessPolicy(maximumWaiting: 2)
        let control = AccessControl(now: { Instant(nanoseconds: 0) })
        let source = ScriptedSource([], thenAlways: .wait)
        let api = try api(policy, source, control: control)
        let request = Request(id: "r", path: "/agents/1031", client: "192.0.2.1")
        guard case .later(_, _, let withdraw) = api.respond(to: request, deliver: { _ in }),
            case .later = api.respond(to: request, deliver: { _ in }),
            let question = source.questions.first
        else {
            Issue.record("not waiting")
            return
        }
        source.deliver(.talking(question), to: 1)
        withdraw()
        guard case .later = api.respond(to: request, deliver: { _ in }),
            case .now(let refused) = api.respond(to: request, deliver: { _ in })
        else {
            Issue.record("one place must be free, and no more")
            return
        }
        #expect(refused.status == 429)
    }

    @Test func `a problem carries the fields of its page's origin too`() throws {
        var policy = keyed
        policy.crossOrigin = CrossOrigin(origins: ["https://wallboard.example"])
        let response = answer(try api(policy), "/groups", ["Origin": "https://wallboard.example"])
        #expect(response.status == 401)
        #expect(field("Access-Control-Allow-Origin", response) == "https://wallboard.example")
        #expect(field("Vary", response) == "Authorization, X-API-Key, Origin")
    }

    @Test func `a late answer is marked as one at once`() throws {
        let source = ScriptedSource([.wait])
        let delivered = Mutex<[Response]>([])
        let request = Request(id: "r", path: "/agents/1031", headers: ["X-API-Key": key])
        let responded = try api(keyed, source)
            .respond(to: request) { response in delivered.withLock { $0.append(response) } }
        guard case .later = responded, let question = source.questions.first else {
            Issue.record("not waiting")
            return
        }
        source.deliver(.talking(question), to: 1)
        let response = try #require(delivered.withLock { $0.first })
        #expect(field("Cache-Control", response) == "private, no-cache")
    }

    @Test(arguments: [nil, 5])
    func `what is answered in the place of a late answer is marked as that`(waiting: Int?) throws {
        var policy = AccessPolicy(maximumWaiting: waiting)
        policy.crossOrigin = CrossOrigin(origins: ["https://wallboard.example"])
        policy.rateLimit = RateLimit(requests: 7, windowSeconds: 60)
        let headers: HTTPHeaders = ["Origin": "https://wallboard.example"]
        let request = Request(id: "r", path: "/agents/1031", headers: headers, client: "192.0.2.1")
        let responded = try api(policy, ScriptedSource([.wait])).respond(to: request) { _ in }
        guard case .later(_, let mark, _) = responded else {
            Issue.record("not waiting")
            return
        }
        let refusal = mark(Response(status: 503, contentType: nil, route: .none))
        #expect(field("Access-Control-Allow-Origin", refusal) == "https://wallboard.example")
        #expect(field("RateLimit", refusal)?.contains("r=6") == true)
        #expect(field("Vary", refusal) == "Origin")
        #expect(refusal.route == .agent)
    }

    @Test func `an answer that comes before its place is refused is the only one`() throws {
        let policy = AccessPolicy(maximumWaiting: 0)
        let control = AccessControl(now: { Instant(nanoseconds: 0) })
        let match = RouteMatch(label: .health, outcome: .options(allow: ""))
        let visit = control.receive(Request(id: "r", path: "/"), match, under: policy)
        let delivered = Mutex<[Int]>([])
        let note: @Sendable (Response) -> Void = { response in
            delivered.withLock { $0.append(response.status) }
        }
        let answer = Response(status: 200, contentType: nil, route: .health)
        let early = control.watch(visit, deliver: note) { deliver in
            deliver(answer)
            return .later(expectedBytes: 0) {}
        }
        let kept = Mutex<(@Sendable (Response) -> Void)?>(nil)
        let late = control.watch(visit, deliver: note) { deliver in
            kept.withLock { $0 = deliver }
            return .later(expectedBytes: 0) {}
        }
        kept.withLock { $0 }?(answer)
        guard case .later = early, case .now(let refused) = late else {
            Issue.record("whoever comes first answers")
            return
        }
        #expect(refused.status == 429)
        #expect(delivered.withLock { $0 } == [200])
    }

    @Test func `an answer from memory needs no place`() throws {
        let api = try api(AccessPolicy(maximumWaiting: 0))
        #expect(answer(api, "/agents/1031").status == 200)
    }

    @Test func `who may not ask is not read`() throws {
        var policy = keyed
        policy.rateLimit = RateLimit(requests: 2, windowSeconds: 60)
        let api = try api(policy, ScriptedSource([]))
        let statuses = (0..<2).map { _ in answer(api, "/agents", query: "ids=x").status }
        #expect(statuses == [401, 401])
        let headers: HTTPHeaders = ["X-API-Key": key]
        let known = (0..<3).map { _ in answer(api, "/agents", headers, query: "ids=x").status }
        #expect(known == [400, 400, 429])
    }

    @Test func `a request refused for its size has paid one token and says when all are there`()
        throws
    {
        let limit = RateLimit(requests: 6, windowSeconds: 60, burst: 4)
        let api = try api(AccessPolicy(rateLimit: limit))
        #expect(answer(api, "/agents", query: "ids=10000-21999").status == 200)
        let refused = answer(api, "/agents", query: "ids=10000-27999")
        #expect(refused.status == 429)
        #expect(field("RateLimit", refused) == "\"client\";r=1;t=30")
        #expect(field("Retry-After", refused) == "20")
    }

    @Test func `each answerer goes by its own policy, and what was used up counts for both`() throws
    {
        let control = AccessControl(now: { Instant(nanoseconds: 0) })
        let limit = RateLimit(requests: 2, windowSeconds: 60)
        var before = keyed
        before.rateLimit = limit
        let other = APIKey(name: "wallboard", digest: KeyDigest(of: "rk_next"))
        let after = AccessPolicy(keys: APIKeys([other]), rateLimit: limit)
        let (old, new) = (try api(before, control: control), try api(after, control: control))
        #expect(answer(new, "/groups", ["X-API-Key": "rk_next"]).status == 200)
        #expect(answer(old, "/groups", ["X-API-Key": key]).status == 200)
        #expect(answer(new, "/groups", ["X-API-Key": key]).status == 401)
        #expect(answer(new, "/groups", ["X-API-Key": "rk_next"]).status == 429)
        #expect(answer(try api(.open, control: control), "/groups").status == 200)
    }
}
