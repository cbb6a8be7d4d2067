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
        (#"{"id":-1,"name":"n"}"#, ["numberOutOfRange": 1]),
        (#"{"id":9223372036854775808,"name":"n"}"#, ["numberOutOfRange": 1]),
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
        let unreadable = met.keys.contains { $0 == "rowWithoutID" || $0 == "unreadableRow" } ? 1 : 0
        let page = GroupPage.skills([.init(id: 3, name: "sales")], unreadable: unreadable)
        #expect(try response.page == page)
        #expect(response.met == met)
    }

    @Test func `agents' ids may be texts, and those that are none are counted and left out`() throws
    {
        let ids = #"1031,"1099",100,"x",null,1e4,[1],70000,99999999999999999999"#
        let response = try read(GroupAnswers.signedIn, #"{"skillId":"3","agentIds":[\#(ids)]}"#)
        #expect(try response.page == signedIn([3: [1031, 1099, 70_000]], doubtful: [3]))
        #expect(
            response.met
                == [
                    "numberAsString": 2, "idOutOfRange": 2, "wrongType": 3, "numberNotWhole": 1,
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
            (#"{"skillId":-1,"agentIds":[1031]}"#, [:], ["numberOutOfRange": 1]),
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

    @Test func `of a skill whose agents cannot all be read there may be more`() throws {
        for agents in ["\"1031\"", "{}", "[1031.0]", "[1031,null]", "[\"x\",1099]", "[[1031]]"] {
            let row = "{\"skillId\":1,\"agentIds\":\(agents)}"
            let response = try read(GroupAnswers.signedIn, row, #"{"skillId":3,"agentIds":[]}"#)
            guard case .signedInAgents(_, let doubtful) = try response.page else { return }
            #expect(doubtful == [1])
        }
        let response = try read(GroupAnswers.signedIn, #"{"skillId":1,"agentIds":[100,-1]}"#)
        #expect(try response.page == signedIn([1: []]))
    }

    @Test(arguments: ["null", #"{"agentIds":[1031]}"#, #"{"skillId":[1],"agentIds":[1031]}"#])
    func `a row that may be of any skill leaves those without a row in doubt`(row: String) throws {
        let response = try read(GroupAnswers.signedIn, row, GroupAnswers.signedInAgents)
        #expect(try response.page == signedIn([1: [1031, 1099]], doubtful: [3]))
        #expect(response.met["rowWithoutID"] == 1)
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

    private func signedIn(
        _ agents: [Int: [UInt32]],
        doubtful: Set<Int> = []
    ) -> GroupPage {
        .signedInAgents(
            agents.mapValues { $0.map { AgentID(unchecked: $0) } },
            doubtful: doubtful
        )
    }

    private func read(_ query: GroupQuery, _ rows: String...) throws -> GroupResponse {
        try GroupAnswers.read(GroupAnswers.success(rows.joined(separator: ",")), query)
    }
}
