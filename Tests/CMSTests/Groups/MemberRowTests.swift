import CMS
import Roster
import StatusEngine
import Testing

/// Rows of a group's members and of agents with their skills.
struct MemberRowTests {
    @Test func `the contract's rows are read, and nothing of them is odd`() throws {
        let members = try read(GroupAnswers.members, GroupAnswers.member)
        #expect(try members.page == .userGroupMembers([.of(1031, "Ada")]))
        #expect(members.met.isEmpty)
        let agents = try read(GroupAnswers.agents, GroupAnswers.agent)
        #expect(try agents.page == .skilledAgents([.of(1031, "Ada", [1, 3, 10])], total: nil))
        #expect(agents.met.isEmpty)
    }

    @Test func `a number where a text belongs is used and counted, and the other way round`()
        throws
    {
        let member = try self.member(workNo: "\"1031\"")
        #expect(try member.page == .userGroupMembers([.of(1031, "n")]))
        #expect(member.met == ["numberAsString": 1])
        let agent = try self.agent(agentNo: "1031")
        #expect(try agent.page == .skilledAgents([.of(1031, "n", [1])], total: nil))
        #expect(agent.met == ["textAsNumber": 1])
    }

    @Test(arguments: ["100", "60000", "69999", "1000000", "0"])
    func `an id that no agent has leaves a gap in the page and is counted`(id: String) throws {
        let member = try self.member(workNo: id)
        #expect(try member.page == .userGroupMembers([nil]))
        #expect(member.met == ["idOutOfRange": 1])
        let agent = try self.agent(agentNo: "\"\(id)\"")
        #expect(try agent.page == .skilledAgents([nil], total: nil))
        #expect(agent.met == ["idOutOfRange": 1])
    }

    @Test(arguments: [
        ("null", "missingField"), ("\"\"", "wrongType"), ("\"x\"", "wrongType"),
        ("\"01031\"", "wrongType"), ("\" 1031\"", "wrongType"), ("{}", "wrongType"),
        ("[1031]", "wrongType"), ("1031.0", "numberNotWhole"),
    ])
    func `a row that names no agent leaves a gap in the page and is counted`(
        id: String,
        kind: String
    ) throws {
        let row = "{\"workNo\":\(id),\"agentNo\":\(id)}"
        let members = try read(GroupAnswers.members, GroupAnswers.member, row, GroupAnswers.member)
        // A number that no agent has names somebody we do not know; all else may name anybody.
        let unreadable = members.met["rowWithoutID"] ?? 0
        let gap: [GroupPage.Member?] = [.of(1031, "Ada"), nil, .of(1031, "Ada")]
        #expect(try members.page == .userGroupMembers(gap, unreadable: unreadable))
        #expect(unreadable == (["idOutOfRange", "numberOutOfRange"].contains(kind) ? 0 : 1))
        #expect(members.met[kind] == 1)
        let agents = try read(GroupAnswers.agents, row, GroupAnswers.agent)
        #expect(
            try agents.page
                == .skilledAgents(
                    [nil, .of(1031, "Ada", [1, 3, 10])],
                    total: nil,
                    unreadable: unreadable
                )
        )
        #expect(agents.met[kind] == 1)
    }

    @Test func `numbers beyond any bound name no agent`() throws {
        let huge = String(repeating: "9", count: 500)
        #expect(try member(workNo: huge).met["numberOutOfRange"] == 1)
        #expect(try member(workNo: "-\(huge)").page == .userGroupMembers([nil]))
        #expect(try agent(agentNo: "\"\(huge)\"").met["numberOutOfRange"] == 1)
        #expect(try agent(agentNo: huge).page == .skilledAgents([nil], total: nil))
        #expect(try agent(agentNo: "\"-1031\"").met["numberOutOfRange"] == 1)
    }

    @Test func `an element that is no object leaves a gap`() throws {
        let response = try read(GroupAnswers.members, "null", "[]", GroupAnswers.member)
        let page = GroupPage.userGroupMembers([nil, nil, .of(1031, "Ada")], unreadable: 2)
        #expect(try response.page == page)
        #expect(response.met == ["missingField": 2, "rowWithoutID": 2])
    }

    @Test func `an agent that stands twice stays twice, so that places count`() throws {
        let response = try read(GroupAnswers.members, GroupAnswers.member, GroupAnswers.member)
        #expect(try response.page == .userGroupMembers([.of(1031, "Ada"), .of(1031, "Ada")]))
        #expect(response.met.isEmpty)
    }

    @Test(
        arguments: [
            ("\"Ada Lovelace\"", "Ada Lovelace", [:]), ("\" Ada\"", " Ada", [:]),
            (#""\u0000A\td\u009fa""#, "Ada", [:]), ("\"\"", nil, [:]),
            ("\" \\t\\u00a0\"", nil, [:]),
            (#""\u0007""#, nil, [:]), ("null", nil, ["missingField": 1]),
            ("7", "7", ["textAsNumber": 1]), ("[]", nil, ["wrongType": 1]),
        ] as [(String, String?, [String: Int])]
    )
    func `a name has no control characters, and a blank one is none`(
        name: String,
        kept: String?,
        met: [String: Int]
    ) throws {
        let member = try self.member(name: name)
        #expect(try member.page == .userGroupMembers([.of(1031, kept)]))
        #expect(member.met == met)
        let agent = try self.agent(name: name)
        #expect(try agent.page == .skilledAgents([.of(1031, kept, [1])], total: nil))
        #expect(agent.met == met)
    }

    @Test(
        arguments: [
            ("\"1;3;10\"", [1, 3, 10], [:]), ("\"\"", [], [:]), ("\" \"", [], [:]),
            ("\"7\"", [7], [:]), ("\" 1 ; 3;\\t10 \"", [1, 3, 10], [:]),
            ("\"1;;3;\"", [1, 3], [:]),
            ("7", [7], ["textAsNumber": 1]), ("null", [], ["missingField": 1]),
            ("\"1;x;3\"", [1, 3], ["wrongType": 1]), ("\"-1;+2;3\"", [3], ["wrongType": 2]),
            ("\"1 2;3\"", [3], ["wrongType": 1]), ("\"1,2\"", [], ["wrongType": 1]),
            ("\"1.0;0x1;٣;𝄞\"", [], ["wrongType": 4]), ("[1,3]", [], ["wrongType": 1]),
            ("\"1;99999999999999999999\"", [1], ["wrongType": 1]),
            ("1.5", [], ["numberNotWhole": 1]), ("-1", [], ["textAsNumber": 1, "wrongType": 1]),
        ] as [(String, [Int], [String: Int])]
    )
    func `skills are read from a text or a number, and what is none is counted and dropped`(
        skills: String,
        read: [Int],
        met: [String: Int]
    ) throws {
        let response = try agent(skills: skills)
        // What is dropped may have been a skill the agent has.
        let unreadable = met["wrongType"] != nil || met["numberNotWhole"] != nil ? 1 : 0
        let agents = [GroupPage.Member.of(1031, "n", read)]
        let page = GroupPage.skilledAgents(agents, total: nil, unreadable: unreadable)
        #expect(try response.page == page)
        #expect(response.met == met)
    }

    @Test(arguments: [GroupAnswers.members, GroupAnswers.agents])
    func `rows beyond what was asked for are kept and counted`(query: GroupQuery) throws {
        let row = GroupAnswers.row(query)
        let rows = Array(repeating: row, count: 103).joined(separator: ",")
        let response = try read(query, rows)
        let count =
            switch try response.page {
            case .userGroupMembers(let members, _), .skilledAgents(let members, _, _):
                members.count
            default: 0
            }
        #expect(count == 103)
        #expect(response.met == ["tooManyRows": 3])
    }

    @Test func `an anomaly names the agent it was met with first, if any`() throws {
        let rows = [#"{"agentNo":1032,"agentName":"n","skillId":"1;x"}"#, GroupAnswers.agent]
        let text = GroupAnswers.success(rows.joined(separator: ","))
            .replacing(#""resultCode":"0100000""#, with: #""resultCode":100000"#)
        let anomalies = try GroupAnswers.read(text, GroupAnswers.agents).anomalies
        #expect(anomalies.firstAgent(.wrongType)?.number == 1032)
        #expect(anomalies.firstAgent(.textAsNumber)?.number == 1032)
        #expect(anomalies[.resultCodeAsNumber] == 1)
        #expect(anomalies.firstAgent(.resultCodeAsNumber) == nil)
    }

    private func member(workNo: String = "1031", name: String = "\"n\"") throws -> GroupResponse {
        try read(GroupAnswers.members, "{\"accountName\":\(name),\"workNo\":\(workNo)}")
    }

    private func agent(
        agentNo: String = "\"1031\"",
        name: String = "\"n\"",
        skills: String = "\"1\""
    ) throws -> GroupResponse {
        let row = "{\"agentNo\":\(agentNo),\"agentName\":\(name),\"skillId\":\(skills)}"
        return try read(GroupAnswers.agents, row)
    }

    private func read(_ query: GroupQuery, _ rows: String...) throws -> GroupResponse {
        try GroupAnswers.read(GroupAnswers.success(rows.joined(separator: ",")), query)
    }
}
