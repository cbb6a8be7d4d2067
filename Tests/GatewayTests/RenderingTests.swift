import NIOCore
import Roster
import Testing

@testable import Gateway

@Suite struct RenderingTests {
    private func json(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter(capacity: 0)
        write(&json)
        return String(buffer: json.buffer)
    }

    private func group(_ name: String, _ ranges: ClosedRange<UInt32>...) -> Group {
        Group(name: name, source: .file, members: AgentIDSet(ranges: ranges))
    }

    @Test func `an agent is written as designed`() {
        #expect(
            json { $0.agent(talkingAgent(), .live) } == """
                {"id":1031,"state":"talking","stateCode":5,"stateSince":"2026-11-23T08:01:02Z",\
                "reasonCode":null,"previousState":"answering",\
                "previousStateSeconds":6,"signedInAt":"2026-11-23T06:00:00Z","releasedCalls":2,\
                "privateCalls":0,"locationId":null,"observedAt":"2026-11-23T08:02:35Z",\
                "freshness":"fresh"}
                """
        )
    }

    @Test func `what is not known is null`() {
        #expect(
            json { $0.agent(agent(70_000, code: 42, seconds: 0), .cached) } == """
                {"id":70000,"state":"unknown","stateCode":42,"stateSince":"2026-11-23T08:02:35Z",\
                "reasonCode":null,"previousState":null,\
                "previousStateSeconds":null,"signedInAt":null,"releasedCalls":null,\
                "privateCalls":null,"locationId":null,"observedAt":"2026-11-23T08:02:35Z",\
                "freshness":"fresh"}
                """
        )
    }

    @Test func `a state that began at no time known has no beginning`() {
        let text = json { $0.agent(agent(1031, code: 5, seconds: nil), .live) }
        #expect(text.contains(#""stateCode":5,"stateSince":null,"#))
    }

    @Test func `a stale agent tells why, and whatever is in no trouble is fresh`() {
        for freshness in [Freshness.live, .cached, .revalidating] {
            let text = json { $0.agent(talkingAgent(), freshness) }
            #expect(text.hasSuffix(#","freshness":"fresh"}"#))
        }
        let failing = json { $0.agent(talkingAgent(), .stale(.cmsUnavailable)) }
        #expect(failing.hasSuffix(#""freshness":"stale","staleReason":"cmsUnavailable"}"#))
    }

    @Test func `a list counts what is stale and what is missing`() throws {
        let id = try #require(AgentID(1099))
        let readings: [Reading] = [
            .observed(talkingAgent(), .stale(.cmsError)), .observed(talkingAgent(), .revalidating),
            .missing(id, .notReported),
            .missing(id, .trouble(.cmsLockedOut)),
        ]
        let text = json { $0.list(readings) }
        #expect(text.hasPrefix(#"{"agents":[{"id":1031,"state":"talking","#))
        #expect(
            text.hasSuffix(
                """
                "freshness":"fresh"},\
                {"id":1099,"state":null,"freshness":"missing","reason":"notReported"},\
                {"id":1099,"state":null,"freshness":"missing","reason":"cmsLockedOut"}],\
                "complete":false,"stale":1,"missing":2}
                """
            )
        )
    }

    @Test func `an empty list is complete`() {
        let expected = #"{"agents":[],"complete":true,"stale":0,"missing":0}"#
        #expect(json { $0.list([]) } == expected)
    }

    @Test func `a group's roll-up is written as designed`() throws {
        let missing = try #require(AgentID(105))
        let readings: [Reading] = [
            .observed(agent(101, code: 1, seconds: 200), .cached),
            .observed(agent(102, code: 1, seconds: 212), .stale(.cmsUnavailable)),
            .observed(agent(103, code: 5, seconds: 3), .revalidating),
            .observed(agent(104, code: 0, seconds: 9), .cached),
            .missing(missing, .notReported),
        ]
        let status = GroupStatus(readings)
        #expect(
            json { $0.status(status, of: "billing") } == """
                {"group":"billing","agents":5,"reported":4,"signedIn":3,"available":2,\
                "onContact":1,"states":{"signedOut":1,"idle":2,"reserved":0,"occupied":0,\
                "answering":0,"talking":1,"working":0,"busy":0,"resting":0,"studying":0,\
                "afterCall":0,"unknown":0},"longestInState":\
                {"idle":{"id":102,"since":"2026-11-23T07:59:03Z"},\
                "talking":{"id":103,"since":"2026-11-23T08:02:32Z"}},"complete":false,"stale":1,"missing":1,\
                "observedAt":{"oldest":"2026-11-23T08:02:35Z","newest":"2026-11-23T08:02:35Z"}}
                """
        )
    }

    @Test func `a roll-up of nothing has no observation`() {
        let text = json { $0.status(GroupStatus([]), of: "") }
        #expect(text.hasSuffix(#""observedAt":{"oldest":null,"newest":null}}"#))
        #expect(text.contains(#""longestInState":{},"complete":true"#))
    }

    @Test func `groups are written as designed`() {
        let groups = [group("billing", 101...220), group("客服", 1031...1031)]
        #expect(
            json { $0.groups(groups, awaiting: []) } == """
                {"groups":[{"name":"billing","size":120,"source":"file","membersObservedAt":null,\
                "doubt":null},\
                {"name":"客服","size":1,"source":"file","membersObservedAt":null,\
                "doubt":null}],"complete":true,"awaiting":[]}
                """
        )
        let awaited = [Group.Source.userGroups, .signedInAgents]
        #expect(
            json { $0.groups([], awaiting: awaited) } == """
                {"groups":[],"complete":false,"awaiting":["userGroups","signedInAgents"]}
                """
        )
        let learnt = Group(
            name: "billing",
            source: .skillQueues,
            members: AgentIDSet(ranges: [1031...1031, 2000...2999]),
            membership: Membership(
                observedAt: testNow.advanced(bySeconds: -90),
                doubt: .trouble(.cmsUnavailable)
            )
        )
        #expect(
            json { $0.group(learnt) } == """
                {"group":"billing","size":1001,"source":"skillQueues",\
                "membersObservedAt":"2026-11-23T08:01:05Z",\
                "doubt":"cmsUnavailable","agentIds":["1031","2000-2999"]}
                """
        )
    }

    @Test func `a VDN's roll-up is a group's under the VDN's number, and says what it lacks`()
        throws
    {
        let status = GroupStatus([.observed(talkingAgent(), .cached)])
        let ofGroup = json { $0.status(status, of: "billing") }
        let vdn = try testVDNs()[0]
        let whole = json { $0.status(status, of: vdn, awaiting: []) }
        #expect(whole == ofGroup.replacing(#""group":"billing""#, with: #""vdn":170"#))
        let lacking = json { $0.status(status, of: vdn, awaiting: [.skillQueues]) }
        #expect(lacking == whole.dropLast() + #","awaiting":["skillQueues"]}"#)
    }

    @Test func `no membership takes more room than is reserved for one`() {
        let doubts =
            Trouble.allCases.map { Membership.Doubt.trouble($0) } + [.unsettled, .vanished]
        for doubt in doubts {
            let membership = Membership(observedAt: Timestamp(milliseconds: .min), doubt: doubt)
            let group = Group(
                name: "",
                source: .signedInAgents,
                members: AgentIDSet(ranges: [100_000...999_999]),
                membership: membership
            )
            let text = json { $0.group(group) }
            #expect(text.contains(#""doubt":"\#(doubt.name)""#))
        }
    }

    @Test func `strings are escaped`() {
        #expect(
            json { $0.string("a\"b\\c\n\r\t\u{0}\u{1f}é客") } == #""a\"b\\c\n\r\t\u0000\u001fé客""#
        )
        #expect(json { $0.string("") } == #""""#)
    }

    @Test func `a problem is written as RFC 9457 asks`() {
        let problem = Problem(.cmsLockedOut, "a \"b\"", retryAfter: 0)
        let response = problem.response(requestID: "r-1", route: .agent)
        #expect(response.status == 503)
        #expect(response.contentType == "application/problem+json")
        #expect(
            response.fields == [.init("Cache-Control", "no-store"), .init("Retry-After", "1")]
        )
        #expect(
            bodyText(response) == #"""
                {"type":"urn:rollcall:problem:cms-locked-out","title":"CMS locked out",\#
                "status":503,"detail":"a \"b\"","code":"cms-locked-out","requestId":"r-1"}
                """#
        )
    }
}
