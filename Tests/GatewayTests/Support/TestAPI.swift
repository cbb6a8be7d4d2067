import NIOCore
import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

/// The status routes over a group of three and an empty one in VDN 170; requests wait 3 s, or as
/// long as they say up to 20.5 s.
func testAPI(_ source: ScriptedSource) throws -> StatusAPI {
    let vdns = try testVDNs()
    let members = AgentIDSet(ranges: [1031...1033])
    let empty = AgentIDSet(ranges: [])
    let groups = [
        Group(name: "billing", source: .file, members: members),
        Group(name: "empty", source: .file, members: empty),
    ]
    let settings = GatewaySettings(
        vdns: vdns,
        defaultWait: .seconds(3),
        maximumWait: .milliseconds(20_500)
    )
    let directory = GroupDirectory([vdns[0]: groups])
    return StatusAPI(settings: settings, groups: directory, source: source, now: { testNow })
}

/// The answer to a request that must be answered at once.
func responseAtOnce(
    _ path: String,
    query: String? = nil,
    headers: HTTPHeaders = [:],
    posting body: String? = nil,
    _ source: ScriptedSource = .allTalking
) throws -> Response {
    let request = Request(
        id: "r-1",
        method: body == nil ? .GET : .POST,
        path: path,
        query: query,
        headers: headers,
        body: body.map { ByteBuffer(string: $0) }
    )
    let responded = try testAPI(source)
        .respond(to: request) { _ in
            Issue.record("an answer at once must not be delivered")
        }
    guard case .now(let response) = responded else {
        Issue.record("not answered at once")
        return Response(status: 0, contentType: nil, route: .none)
    }
    return response
}
