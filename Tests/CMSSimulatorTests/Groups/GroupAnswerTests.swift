internal import CMSSimulator
internal import Foundation
internal import NIOCore
internal import Roster
internal import Testing

/// What good calls about groups are answered with (contract section 3).
struct GroupAnswerTests {
    private let simulator: Simulator

    init() throws {
        simulator = Simulator(settings: try Caller.groupSettings())
    }

    /// The names of an object's members and what kind of value each has.
    private func shape(_ object: [String: Any]) -> [String: String] {
        object.mapValues { value in
            switch value {
            case is String: "text"
            case is NSNumber: "number"
            case is [NSNumber]: "numbers"
            default: "rows"
            }
        }
    }

    @Test func `user groups come twice, under the old name and the new one`() throws {
        let answer = simulator.answer(to: Caller().userGroups())
        let object = try answer.object()
        #expect(Set(object.keys) == ["returnCode", "resultCode", "description", "resultDesc"])
        #expect(object["returnCode"] as? String == "0")
        #expect(object["resultCode"] as? String == "0100000")
        let rows = try answer.rows()
        #expect(try NSArray(array: rows).isEqual(to: answer.rows("description")))
        #expect(rows.map { $0["groupName"] as? String } == ["billing", "night shift", "new"])
        for row in rows {
            #expect(
                shape(row) == [
                    "groupName": "text", "groupType": "number", "id": "text", "remark": "text",
                ]
            )
            let id = try #require(row["id"] as? String)
            #expect(id.count == 30 && id.utf8.allSatisfy { (48...57).contains($0) })
            #expect(row["groupType"] as? Int == 2)
        }
    }

    @Test func `a member has the fields of the contract and the name of its agent`() throws {
        let id = try simulator.groupID("billing")
        let answer = simulator.answer(to: Caller().members(of: id, offset: 0, limit: 3))
        #expect(Set(try answer.object().keys) == ["resultCode", "resultDesc"])
        let rows = try answer.rows()
        #expect(rows.count == 3)
        for row in rows {
            #expect(
                shape(row) == [
                    "workNo": "number", "accountCode": "text", "groupName": "text",
                    "accountName": "text", "ccRoleId": "number", "id": "text",
                ]
            )
            let number = try #require(row["workNo"] as? Int)
            let person = SimulatedPerson(try #require(AgentID(number)))
            #expect(row["accountName"] as? String == person.name)
            #expect(row["accountCode"] as? String == "agent\(number)")
            #expect(row["groupName"] as? String == "billing")
            #expect((row["id"] as? String)?.count == 30)
        }
    }

    @Test func `skills have numbers and names`() throws {
        let answer = simulator.answer(to: Caller().ask(.skills, #"{"ccId":1,"vdn":170}"#))
        #expect(Set(try answer.object().keys) == ["resultCode", "resultDesc"])
        let rows = try answer.rows()
        #expect(rows.map { $0["name"] as? String } == simulator.groups.skills.map(\.name))
        #expect(rows.map { $0["id"] as? Int } == [1, 2, 3, 5, 8, 10, 13, 21])
        for row in rows {
            #expect(shape(row) == ["id": "number", "name": "text", "mediaType": "number"])
        }
    }

    @Test func `an agent's number is a text and its skills are joined with semicolons`() throws {
        let answer = simulator.answer(to: Caller().skilledAgents(offset: 200))
        let object = try answer.object()
        #expect(Set(object.keys) == ["resultCode", "resultDesc", "count"])
        #expect(object["count"] as? Int == 1_000)
        let rows = try answer.rows()
        #expect(rows.map { $0["agentNo"] as? String } == (1_200..<1_300).map(String.init))
        for row in rows {
            #expect(
                shape(row) == [
                    "agentNo": "text", "agentName": "text", "roleId": "text", "skillId": "text",
                ]
            )
            let text = try #require(row["agentNo"] as? String)
            let agent = try AgentID(parsing: text)
            let skills = simulator.groups.skills(of: agent)
            #expect((1...3).contains(skills.count))
            #expect(row["skillId"] as? String == skills.map(String.init).joined(separator: ";"))
            #expect(row["agentName"] as? String == SimulatedPerson(agent).name)
        }
        #expect(rows.contains { ($0["skillId"] as? String)?.contains(";") == true })
    }

    @Test func `an agent without skills is told with an empty text`() throws {
        simulator.groups.skills = []
        let rows = try simulator.answer(to: Caller().skilledAgents(offset: 0)).rows()
        #expect(rows.count == 100)
        #expect(rows.allSatisfy { $0["skillId"] as? String == "" })
    }

    @Test(arguments: [170, 171])
    func `signed in to a skill are those configured who are not signed out`(number: Int) throws {
        let life = AgentLife(seed: 7, vdn: try #require(VDN(number)))
        let request = Caller().signedInAgents([3, 1], vdn: number)
        let rows = try simulator.answer(to: request).rows()
        #expect(rows.map { $0["skillId"] as? Int } == [3, 1])
        for row in rows {
            let skill = simulator.groups.skills.first { $0.id == row["skillId"] as? Int }
            let configured = try #require(skill).agents.ids
            let signedIn = configured.filter {
                life.row(of: $0, at: Caller.now).currentState != 0
            }
            #expect(row["agentIds"] as? [Int] == signedIn.map { Int($0.number) })
            #expect(0 < signedIn.count && signedIn.count < configured.count)
        }
    }

    @Test func `who is signed in changes with time`() throws {
        let request = Caller(moment: Caller.now).signedInAgents([1])
        let later = Caller.now.advanced(bySeconds: 14_400)
        let then = Caller(moment: later).signedInAgents([1])
        let before = try simulator.answer(to: request).rows()
        let after = try simulator.answer(to: then, at: later).rows()
        #expect(!NSArray(array: before).isEqual(to: after))
    }

    @Test func `an unknown skill is left out and one without agents has an empty list`() throws {
        simulator.groups.skills[1].agents = AgentIDSet(ranges: [])
        let rows = try simulator.answer(to: Caller().signedInAgents([99, 2])).rows()
        #expect(rows.count == 1)
        #expect(rows.first?["skillId"] as? Int == 2)
        #expect((rows.first?["agentIds"] as? [Int])?.isEmpty == true)
    }

    @Test func `1000 skills are answered`() throws {
        let answer = simulator.answer(to: Caller().signedInAgents(Array(1...1_000)))
        #expect(try answer.rows().count == 8)
    }

    @Test func `names come as they are, whatever characters they have`() throws {
        let name = "a \"quoted\" \\ name\n\u{1}Süd 客服"
        simulator.groups.put(name, name: nil, type: 3, members: [])
        let row = try #require(try simulator.answer(to: Caller().userGroups()).rows().last)
        #expect(row["groupName"] as? String == name)
        #expect(row["groupType"] as? Int == 3)
    }

    @Test func `members of answers and fields of rows come in changing orders`() throws {
        let texts = (0..<20).map { _ in simulator.answer(to: Caller().userGroups()).text }
        #expect(Set(texts.map { $0.prefix(8) }).count > 2)
        #expect(Set(texts).count > 10)
    }

    @Test func `the same calls get the same answers byte for byte and another seed other ones`()
        throws
    {
        func texts(seed: UInt64) throws -> [String] {
            var settings = try Caller.groupSettings()
            settings.seed = seed
            settings.groups = SimulatedGroups(
                cutting: settings.agents,
                into: nil,
                of: 100,
                seed: seed
            )
            let simulator = Simulator(settings: settings)
            let id = try simulator.groupID("group-3")
            return [
                Caller().userGroups(), Caller().members(of: id, offset: 0),
                Caller().skilledAgents(offset: 0), Caller().signedInAgents([1]),
            ]
            .map { simulator.answer(to: $0).text }
        }
        #expect(try texts(seed: 7) == texts(seed: 7))
        #expect(zip(try texts(seed: 7), try texts(seed: 8)).allSatisfy { $0 != $1 })
    }
}
