import Roster
import Testing

@testable import Gateway

@Suite struct GroupListTests {
    private let trouble = Membership.Doubt.trouble(.cmsUnavailable)

    /// The groups of ``testGroups(_:and:)`` and two that the CMS told of, so many seconds ago.
    private func groups(
        secondsAgo seconds: Int64 = 90,
        doubt: Membership.Doubt? = nil,
        lastMember: UInt32 = 2009,
        awaited: Set<Group.Source> = []
    ) throws -> GroupDirectory {
        let membership = Membership(
            observedAt: testNow.advanced(bySeconds: -seconds),
            doubt: doubt
        )
        let members = AgentIDSet(ranges: [2000...lastMember])
        let learnt = [
            Group(name: "Zürich", source: .userGroups, members: members, membership: membership),
            Group(
                name: "queue:SÜD",
                source: .skillQueues,
                members: members,
                membership: membership
            ),
        ]
        return try testGroups(LearntGroups(awaited: awaited), and: learnt)
    }

    private func text(
        _ path: String,
        query: String? = nil,
        over groups: GroupDirectory
    ) throws -> String {
        bodyText(try responseAtOnce(path, query: query, ScriptedSource([]), over: groups))
    }

    /// The names of the groups shown, in their order.
    private func names(_ query: String?) throws -> [Substring] {
        try text("/groups", query: query, over: groups()).split(separator: #"{"name":""#)
            .dropFirst()
            .map { $0.prefix { $0 != "\"" } }
    }

    @Test(arguments: ["/groups", "/groups/Z%C3%BCrich"])
    func `a group tells how its members are known`(_ path: String) throws {
        #expect(
            try text(path, over: groups(doubt: .vanished))
                .contains(
                    """
                    "size":10,"source":"userGroups","membersObservedAt":"2026-11-23T08:01:05Z",\
                    "doubt":"vanished"
                    """
                )
        )
    }

    @Test(arguments: ["/groups", "/groups/billing"])
    func `members from a file have neither a moment nor a doubt`(_ path: String) throws {
        #expect(
            try text(path, over: groups())
                .contains(
                    """
                    "size":3,"source":"file","membersObservedAt":null,"doubt":null
                    """
                )
        )
    }

    @Test(arguments: [
        ("source=file", ["billing", "empty"]),
        ("source=userGroups,file", ["Zürich", "billing", "empty"]),
        ("source=signedInAgents", []), ("name=ILL", ["billing"]),
        ("name=%C3%BC", ["Zürich", "queue:SÜD"]),
        ("name=%C3%BC&source=skillQueues", ["queue:SÜD"]), ("name=nothing", []),
        ("", ["Zürich", "billing", "empty", "queue:SÜD"]),
    ])
    func `sources and a part of the name choose, whatever the case`(
        _ query: String,
        _ expected: [String]
    ) throws {
        #expect(try names(query).map(String.init) == expected)
    }

    @Test(arguments: [
        (
            "source=skills",
            "'source' cannot name 'skills'; allowed: file, userGroups, skillQueues, signedInAgents."
        ), ("source=", "'source' cannot name ''"), ("source=file,", "'source' cannot name ''"),
        ("name=", "'name' must be a text that names have in them."),
        ("state=idle", "'state' is not known here; known: name, source."),
        ("name=a&name=b", "'name' is given twice"),
    ])
    func `a choice that cannot be made is told why`(_ query: String, _ detail: String) throws {
        let response = try responseAtOnce("/groups", query: query, ScriptedSource([]))
        #expect(response.status == 400)
        #expect(bodyText(response).contains(#""code":"invalid-parameter""#))
        #expect(bodyText(response).contains(detail))
    }

    @Test func `what is awaited stands in the order of precedence, whatever is chosen`() throws {
        let groups = try groups(awaited: [.signedInAgents, .userGroups])
        let end = #"],"complete":false,"awaiting":["userGroups","signedInAgents"]}"#
        #expect(try text("/groups", over: groups).hasSuffix(end))
        #expect(try text("/groups", query: "source=file", over: groups).hasSuffix(end))
        #expect(
            try text("/groups", over: self.groups()).hasSuffix(#"],"complete":true,"awaiting":[]}"#)
        )
    }

    private func tag(_ path: String, _ groups: GroupDirectory) throws -> EntityTag {
        let response = try responseAtOnce(path, ScriptedSource([]), over: groups)
        return try #require(response.caching?.tag)
    }

    @Test(arguments: ["/groups", "/groups/Z%C3%BCrich"])
    func `a tag is of the content, not of when the members were observed`(_ path: String) throws {
        let old = try tag(path, groups())
        #expect(try tag(path, groups(secondsAgo: 4_000)) == old)
        #expect(try tag(path, groups(doubt: trouble)) != old)
        #expect(try tag(path, groups(lastMember: 2010)) != old)
        #expect(try tag(path, groups(doubt: trouble)) != tag(path, groups(doubt: .vanished)))
    }

    @Test func `a group's tag is of who the members are, a list's of how many`() throws {
        func one(_ member: UInt32) throws -> GroupDirectory {
            let members = AgentIDSet(ranges: [member...member])
            return try testGroups(and: [Group(name: "one", source: .file, members: members)])
        }
        #expect(try tag("/groups/one", one(2000)) != tag("/groups/one", one(2001)))
        #expect(try tag("/groups", one(2000)) == tag("/groups", one(2001)))
    }

    @Test func `the list's tag is of what is awaited`() throws {
        let tags = try [[], [Group.Source.userGroups], [.skillQueues]]
            .map { try tag("/groups", groups(awaited: Set($0))) }
        #expect(Set(tags).count == 3)
    }
}
