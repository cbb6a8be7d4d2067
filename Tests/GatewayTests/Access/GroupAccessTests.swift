import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

/// What a key of some groups, or of one VDN, is told of groups and of a whole VDN.
@Suite struct GroupAccessTests {
    private let key = "rk_test-key"

    /// Three groups of VDN 170: agent 1031 is in two of them.
    private func groups(awaiting awaited: Set<Group.Source> = []) throws -> GroupDirectory {
        let vdn = try testVDNs()[0]
        let groups = [
            Group(name: "billing", source: .file, members: AgentIDSet(ranges: [1031...1033])),
            Group(name: "claims", source: .userGroups, members: AgentIDSet(ranges: [1031...1031])),
            Group(name: "crowd", source: .file, members: AgentIDSet(ranges: [10_000...15_998])),
        ]
        return GroupDirectory(
            file: GroupDirectory([vdn: groups]),
            learnt: [vdn: LearntGroups(awaited: awaited)]
        )
    }

    private func policy(vdns: Set<VDN>? = nil, groups: Set<String>? = nil) throws -> AccessPolicy {
        let scope = AccessScope(
            vdns: vdns,
            groups: groups,
            directory: try self.groups(),
            served: try testVDNs()
        )
        let apiKey = APIKey(name: "wallboard", digest: KeyDigest(of: key), scope: scope)
        return AccessPolicy(keys: APIKeys([apiKey]))
    }

    private func answer(
        _ path: String,
        query: String? = nil,
        under policy: AccessPolicy,
        awaiting awaited: Set<Group.Source> = []
    ) throws -> Response {
        var settings = GatewaySettings(vdns: try testVDNs())
        settings.showsGroupsOfAgents = true
        let api = StatusAPI(
            settings: settings,
            groups: try groups(awaiting: awaited),
            source: ScriptedSource.allTalking,
            now: { testNow },
            accessPolicy: policy,
            access: AccessControl(now: { Instant(nanoseconds: 0) })
        )
        let request = Request(
            id: "r-1",
            path: path,
            query: query,
            headers: ["X-API-Key": key],
            client: "192.0.2.1"
        )
        guard case .now(let response) = api.respond(to: request, deliver: { _ in }) else {
            Issue.record("not answered at once")
            return Response(status: 0, contentType: nil, route: .none)
        }
        return response
    }

    @Test func `groups outside a key are hidden, whatever is chosen`() throws {
        let policy = try policy(groups: ["billing", "crowd"])
        for query in [nil, "name=i", "source=file,userGroups"] {
            let text = bodyText(try answer("/groups", query: query, under: policy))
            #expect(text.contains(#""name":"billing""#))
            #expect(!text.contains("claims"))
        }
    }

    @Test func `of an agent's groups those outside its key are left out`() throws {
        let narrow = bodyText(try answer("/agents/1031", under: policy(groups: ["billing"])))
        #expect(narrow.hasSuffix(#","groups":["billing"]}"#))
        let wide = bodyText(try answer("/agents/1031", under: policy()))
        #expect(wide.hasSuffix(#","groups":["billing","claims"]}"#))
    }

    @Test func `a key of groups may not ask for a whole VDN, and is told why`() throws {
        let response = try answer("/vdn/status", under: policy(groups: ["billing"]))
        #expect(response.status == 403)
        #expect(bodyText(response).contains("covers groups of VDN 170, and not all its agents"))
    }

    @Test func `a key of VDNs may ask for these as a whole, and for no other`() throws {
        let policy = try policy(vdns: [testVDNs()[0]])
        #expect(try answer("/vdn/status", under: policy).status == 200)
        #expect(try answer("/vdns/171/vdn/status", under: policy).status == 403)
    }

    @Test func `a key learns nothing of groups outside it while sources are awaited`() throws {
        let policy = try policy(groups: ["billing", "support"])
        for (name, status) in [("billing", 200), ("support", 503), ("none", 403)] {
            let path = "/groups/\(name)/status"
            #expect(try answer(path, under: policy, awaiting: [.userGroups]).status == status)
        }
    }

    @Test func `a VDN's roll-up costs one for each 6000 agents`() throws {
        var policy = try policy()
        policy.rateLimit = RateLimit(requests: 10, windowSeconds: 60)
        let response = try answer("/vdn/status", under: policy)
        #expect(bodyText(response).contains(#""agents":6002,"#))
        #expect(response.writtenFields["RateLimit"]?.contains("r=8") == true)
    }
}
