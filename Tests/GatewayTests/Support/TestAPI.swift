import NIOCore
import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

/// The status routes over groups, those of ``testGroups()`` unless others are given; requests wait
/// 3 s, or as long as they say up to 20.5 s.
func testAPI(
    _ source: ScriptedSource,
    over groups: GroupDirectory? = nil,
    showsGroupsOfAgents: Bool = false
) throws -> StatusAPI {
    var settings = GatewaySettings(
        vdns: try testVDNs(),
        defaultWait: .seconds(3),
        maximumWait: .milliseconds(20_500)
    )
    settings.showsGroupsOfAgents = showsGroupsOfAgents
    let directory = try groups ?? testGroups()
    return StatusAPI(settings: settings, groups: directory, source: source, now: { testNow })
}

/// A group of three and an empty one in VDN 170, and what else the CMS has told of it.
func testGroups(_ learnt: LearntGroups? = nil, and more: [Group] = []) throws -> GroupDirectory {
    let groups = [
        Group(name: "billing", source: .file, members: AgentIDSet(ranges: [1031...1033])),
        Group(name: "empty", source: .file, members: AgentIDSet(ranges: [])),
    ]
    let vdn = try testVDNs()[0]
    return GroupDirectory(
        file: GroupDirectory([vdn: groups + more]),
        learnt: learnt.map { [vdn: $0] } ?? [:]
    )
}

/// The answer to a request that must be answered at once.
func responseAtOnce(
    _ path: String,
    query: String? = nil,
    headers: HTTPHeaders = [:],
    posting body: String? = nil,
    _ source: ScriptedSource = .allTalking,
    over groups: GroupDirectory? = nil,
    showsGroupsOfAgents: Bool = false
) throws -> Response {
    let request = Request(
        id: "r-1",
        method: body == nil ? .GET : .POST,
        path: path,
        query: query,
        headers: headers,
        body: body.map { ByteBuffer(string: $0) }
    )
    let api = try testAPI(source, over: groups, showsGroupsOfAgents: showsGroupsOfAgents)
    let responded = api.respond(to: request) { _ in
        Issue.record("an answer at once must not be delivered")
    }
    guard case .now(let response) = responded else {
        Issue.record("not answered at once")
        return Response(status: 0, contentType: nil, route: .none)
    }
    return response
}
