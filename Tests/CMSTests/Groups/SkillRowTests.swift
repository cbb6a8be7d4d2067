import CMS
import Roster
import StatusEngine
import Testing

/// Rows of skills and of the agents signed in to them.
struct SkillRowTests {
    @Test func `the contract's rows are read, and nothing of them is odd`() throws {
        let skills = try read(.skills, GroupAnswers.skill)
        #expect(try skills.page == .skills([.init(id: 3, name: "sales")]))
        #expect(skills.met.isEmpty)
        let agents = try read(GroupAnswers.signedIn, GroupAnswers.signedInAgents)
        #expect(try agents.page == signedIn([1: [1031, 1099]]))
        #expect(agents.met.isEmpty)
    }

    @Test func `a skill's id may be a text, and its name a number`() throws {
        let response = try read(.skills, #"{"id":"3","name":24}"#)
        #expect(try response.page == .skills([.init(id: 3, name: "24")]))
        #expect(response.met == ["numberAsString": 1, "textAsNumber": 1])
    }

    @Test(arguments: [
        (#"{"name":"n"}"#, ["missingField": 1, "rowWithoutID": 1]),
        (#"{"id":"x","name":"n"}"#, ["wrongType": 1, "rowWithoutID": 1]),
        (#"{"id":-1,"name":"n"}"#, ["numberOutOfRange": 1, "rowWithoutID": 1]),
        (#"{"id":9223372036854775808,"name":"n"}"#, ["numberOutOfRange": 1, "rowWithoutID": 1]),
        (#"{"id":4}"#, ["missingField": 1, "unreadableRow": 1]),
        (#"{"id":4,"name":{}}"#, ["wrongType": 1, "unreadableRow": 1]),
        (#"{"id":3,"name":"sales"}"#, ["duplicateRow": 1]),
        (#"{"id":3,"name":"other"}"#, ["disagreeingDuplicate": 1]),
    ])
    func `a row that cannot be used is dropped and counted, and its neighbours stay`(
        row: String,
        met: [String: Int]
    ) throws {
        let response = try read(.skills, GroupAnswers.skill, row)
        #expect(try response.page == .skills([.init(id: 3, name: "sales")]))
        #expect(response.met == met)
    }

    @Test func `agents' ids may be texts, and those that are none are counted and left out`() throws
    {
        let ids = #"1031,"1099",100,"x",null,1e4,[1],70000,99999999999999999999"#
        let response = try read(GroupAnswers.signedIn, #"{"skillId":"3","agentIds":[\#(ids)]}"#)
        #expect(try response.page == signedIn([3: [1031, 1099, 70_000]]))
        #expect(
            response.met
                == [
                    "numberAsString": 2, "idOutOfRange": 1, "wrongType": 3, "numberNotWhole": 1,
                    "numberOutOfRange": 1,
                ]
        )
    }

    @Test func `an agent that a skill names again and again is signed in to it once`() throws {
        let ids = String(repeating: "1099,1031,", count: 1_000) + "1031"
        let response = try read(GroupAnswers.signedIn, #"{"skillId":3,"agentIds":[\#(ids)]}"#)
        #expect(try response.page == signedIn([3: [1031, 1099]]))
    }

    @Test func `rows for skills that were not asked for are ignored and counted`() throws {
        let response = try read(
            GroupAnswers.signedIn,
            #"{"skillId":2,"agentIds":[1500]}"#,
            GroupAnswers.signedInAgents,
            #"{"skillId":30,"agentIds":[1501]}"#
        )
        #expect(try response.page == signedIn([1: [1031, 1099]]))
        #expect(response.met == ["rowNotAsked": 2])
    }

    @Test(
        arguments: [
            (#"{"skillId":1,"agentIds":[]}"#, [1: []], [:]),
            (#"{"skillId":1,"agentIds":null}"#, [1: []], ["missingField": 1]),
            (#"{"skillId":1}"#, [1: []], ["missingField": 1]),
            (#"{"skillId":1,"agentIds":"1031"}"#, [:], ["wrongType": 1, "unreadableRow": 1]),
            (#"{"agentIds":[1031]}"#, [:], ["missingField": 1, "rowWithoutID": 1]),
            (#"{"skillId":[1],"agentIds":[1031]}"#, [:], ["wrongType": 1, "rowWithoutID": 1]),
            ("null", [:], ["missingField": 1, "rowWithoutID": 1]),
        ] as [(String, [Int: [UInt32]], [String: Int])]
    )
    func `a skill may have nobody, and what is no list of agents is not taken for nobody`(
        row: String,
        agents: [Int: [UInt32]],
        met: [String: Int]
    ) throws {
        let response = try read(GroupAnswers.signedIn, row)
        #expect(try response.page == signedIn(agents))
        #expect(response.met == met)
    }

    @Test func `a skill with several rows has the agents of all`() throws {
        let response = try read(
            GroupAnswers.signedIn,
            GroupAnswers.signedInAgents,
            GroupAnswers.signedInAgents,
            #"{"skillId":1,"agentIds":[1500]}"#
        )
        #expect(try response.page == signedIn([1: [1031, 1099, 1500]]))
        #expect(response.met == ["duplicateRow": 1, "disagreeingDuplicate": 1])
    }

    private func signedIn(_ agents: [Int: [UInt32]]) -> GroupPage {
        .signedInAgents(agents.mapValues { $0.map { AgentID(unchecked: $0) } })
    }

    private func read(_ query: GroupQuery, _ rows: String...) throws -> GroupResponse {
        try GroupAnswers.read(GroupAnswers.success(rows.joined(separator: ",")), query)
    }
}
