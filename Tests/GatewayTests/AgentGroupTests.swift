import Roster
import Testing

@testable import Gateway

/// The groups that the answer about one agent names.
@Suite struct AgentGroupTests {
    private func groups(_ name: String = "sales \"A\"") throws -> GroupDirectory {
        let members = AgentIDSet(ranges: [1033...1040])
        return try testGroups(and: [Group(name: name, source: .userGroups, members: members)])
    }

    private func text(
        _ path: String,
        query: String? = nil,
        shown: Bool = true
    ) throws -> String {
        let response = try responseAtOnce(
            path,
            query: query,
            over: groups(),
            showsGroupsOfAgents: shown
        )
        return bodyText(response)
    }

    @Test func `an agent's groups stand at its end, by name`() throws {
        let expected = #","freshness":"fresh","groups":["billing","sales \"A\""]}"#
        #expect(try text("/agents/1033").hasSuffix(expected))
        #expect(try text("/agents/1031").hasSuffix(#","groups":["billing"]}"#))
        #expect(try text("/agents/5000").hasSuffix(#","groups":[]}"#))
    }

    @Test func `groups are a field to choose`() throws {
        #expect(
            try text("/agents/1031", query: "fields=groups") == #"{"id":1031,"groups":["billing"]}"#
        )
        #expect(try text("/agents/1031", query: "fields=id") == #"{"id":1031}"#)
    }

    @Test func `where they are not to be shown, asking for them brings nothing`() throws {
        #expect(try !text("/agents/1031", shown: false).contains("groups"))
        #expect(try text("/agents/1031", query: "fields=groups", shown: false) == #"{"id":1031}"#)
    }

    @Test(arguments: ["ids=1031", "ids=1031&fields=id,groups"])
    func `lists have none, wanted or not`(_ query: String) throws {
        #expect(try !text("/agents", query: query).contains(#""groups""#))
    }

    @Test func `groups of another VDN are not the agent's`() throws {
        #expect(try text("/vdns/171/agents/1031").hasSuffix(#","groups":[]}"#))
    }

    @Test func `other groups are another tag where groups are shown`() throws {
        func tag(_ name: String, shown: Bool, fields: String? = nil) throws -> EntityTag? {
            let response = try responseAtOnce(
                "/agents/1033",
                query: fields,
                over: groups(name),
                showsGroupsOfAgents: shown
            )
            return response.caching?.tag
        }
        #expect(try tag("a", shown: true) != tag("b", shown: true))
        #expect(try tag("a", shown: true) == tag("a", shown: true))
        #expect(try tag("a", shown: false) == tag("b", shown: false))
        let fields = "fields=state"
        #expect(try tag("a", shown: true, fields: fields) == tag("b", shown: true, fields: fields))
    }
}
