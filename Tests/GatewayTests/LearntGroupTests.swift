import NIOHTTP1
import Roster
import StatusEngine
import Testing

@testable import Gateway

/// Groups and agents that are not known yet.
@Suite struct LearntGroupTests {
    private func groups(
        awaiting awaited: Set<Group.Source>,
        names: [AgentID: String]? = nil
    ) throws -> GroupDirectory {
        try testGroups(LearntGroups(names: names.map { AgentNames($0) }, awaited: awaited))
    }

    /// No group at all in VDN 170, and sources that are awaited.
    private func nobody(awaiting awaited: Set<Group.Source>) throws -> GroupDirectory {
        GroupDirectory(
            file: GroupDirectory([:]),
            learnt: [try testVDNs()[0]: LearntGroups(awaited: awaited)]
        )
    }

    @Test(arguments: ["/groups/claims", "/groups/claims/status", "/groups/claims/agents"])
    func `a group not known yet is 503, and says what has not been read`(_ path: String) throws {
        let groups = try groups(awaiting: [.signedInAgents, .skillQueues])
        let response = try responseAtOnce(path, ScriptedSource([]), over: groups)
        #expect(response.status == 503)
        #expect(
            response.fields == [.init("Cache-Control", "no-store"), .init("Retry-After", "1")]
        )
        #expect(
            bodyText(response)
                .contains(
                    """
                    "detail":"Whether VDN 170 has a group 'claims' is not known yet; not read from \
                    the CMS so far: skillQueues, signedInAgents.","code":"groups-not-learnt"
                    """
                )
        )
    }

    @Test(arguments: ["/groups/claims", "/groups/claims/status", "/groups/claims/agents"])
    func `once all are learnt it is 404`(_ path: String) throws {
        let response = try responseAtOnce(path, ScriptedSource([]), over: groups(awaiting: []))
        #expect(response.status == 404)
        #expect(bodyText(response).contains(#""code":"unknown-group""#))
    }

    @Test func `the name of a group that is listed and could not be read is 503`() throws {
        let unread = [Group.Source.userGroups: [UnreadGroup(id: "7", name: "claims")]]
        let groups = try testGroups(LearntGroups(unread: unread))
        let response = try responseAtOnce("/groups/claims", ScriptedSource([]), over: groups)
        #expect(response.status == 503)
        #expect(bodyText(response).contains("not read from the CMS so far: userGroups."))
        let other = try responseAtOnce("/groups/sales", ScriptedSource([]), over: groups)
        #expect(other.status == 404)
        let list = try responseAtOnce("/groups", ScriptedSource([]), over: groups)
        #expect(bodyText(list).contains(#""complete":false,"awaiting":["userGroups"]"#))
    }

    @Test func `what one VDN awaits says nothing of another's groups`() throws {
        let groups = try groups(awaiting: [.userGroups])
        let response = try responseAtOnce(
            "/vdns/171/groups/claims",
            ScriptedSource([]),
            over: groups
        )
        #expect(response.status == 404)
    }

    @Test func `a group that is known is answered, whatever is awaited`() throws {
        let groups = try groups(awaiting: [.userGroups])
        for path in ["/groups/billing", "/groups/billing/status", "/groups/billing/agents"] {
            #expect(try responseAtOnce(path, over: groups).status == 200)
        }
    }

    @Test func `a VDN's roll-up is of all groups' members and of whoever has a name`() throws {
        let source = ScriptedSource.allTalking
        let groups = try groups(awaiting: [], names: [AgentID(unchecked: 1_500): "Ana Silva"])
        let text = bodyText(try responseAtOnce("/vdn/status", source, over: groups))
        #expect(text.hasPrefix(#"{"vdn":170,"agents":4,"reported":4,"signedIn":4,"available":0,"#))
        #expect(text.hasSuffix(#""newest":"2026-11-23T08:02:35Z"}}"#))
        #expect(source.questions.map { $0.ids.map(\.number) } == [[1031, 1032, 1033, 1500]])
        #expect(source.questions.map(\.form) == [.rollUp])
    }

    @Test func `a VDN without agents has an empty roll-up, and needs no question`() throws {
        let response = try responseAtOnce("/vdns/171/vdn/status", ScriptedSource([]))
        #expect(response.status == 200)
        #expect(bodyText(response).hasPrefix(#"{"vdn":171,"agents":0,"reported":0,"#))
    }

    @Test func `while nobody is known and sources are awaited a VDN's roll-up is 503`() throws {
        let groups = try nobody(awaiting: [.userGroups])
        let response = try responseAtOnce("/vdn/status", ScriptedSource([]), over: groups)
        #expect(response.status == 503)
        #expect(response.fields.contains(.init("Retry-After", "1")))
        #expect(bodyText(response).contains(#""code":"groups-not-learnt""#))
        #expect(bodyText(response).contains("Which agents VDN 170 has is not known yet"))
    }

    @Test func `while somebody is known it says what it lacks, and so does its tag`() throws {
        let groups = try groups(awaiting: [.skillQueues, .userGroups])
        let lacking = try responseAtOnce("/vdn/status", over: groups)
        let end = #"},"awaiting":["userGroups","skillQueues"]}"#
        #expect(bodyText(lacking).hasSuffix(end))
        let whole = try responseAtOnce("/vdn/status")
        #expect(bodyText(lacking).dropLast(end.count) == bodyText(whole).dropLast(2))
        #expect(lacking.caching?.tag != whole.caching?.tag)
        let names = try responseAtOnce("/vdn/status", over: self.groups(awaiting: [], names: [:]))
        #expect(names.caching?.tag == whole.caching?.tag)
    }

    @Test func `a trouble that leaves nothing of a VDN has its status`() throws {
        let source = ScriptedSource([.answer { .missing($0, .trouble(.cmsLockedOut)) }])
        let response = try responseAtOnce("/vdn/status", source)
        #expect(response.status == 503)
        #expect(response.route == .vdnStatus)
    }

    @Test func `a VDN's roll-up that waits expects as much as a group's`() throws {
        let request = Request(id: "r-1", path: "/vdn/status")
        let responded = try testAPI(ScriptedSource([.wait])).respond(to: request) { _ in }
        guard case .later(let expectedBytes, _, _) = responded else {
            Issue.record("not waiting")
            return
        }
        #expect(expectedBytes == StatusReply.statusCapacity)
    }
}
