internal import CMSSimulator
internal import Foundation
internal import Roster
internal import Testing

/// How tests change the groups while calls go on.
struct GroupControlTests {
    private let simulator: Simulator

    init() throws {
        simulator = Simulator(settings: try Caller.groupSettings())
    }

    private func names() throws -> [String?] {
        try simulator.answer(to: Caller().userGroups()).rows().map { $0["groupName"] as? String }
    }

    private func ids(_ answer: SimulatedAnswer) throws -> [Int] {
        try #require(answer.object()["agentIds"] as? [Int])
    }

    @Test func `groups and skills are told with their sizes`() throws {
        let answer = simulator.control("GET", "groups")
        let groups = try answer.rows("groups")
        #expect(groups.map { $0["name"] as? String } == ["billing", "night shift", "new"])
        #expect(groups.map { $0["size"] as? Int } == [250, 40, 0])
        #expect(groups.map { $0["type"] as? Int } == [2, 2, 2])
        #expect(groups[0]["id"] as? String == (try simulator.groupID("billing")))
        let skills = try answer.rows("skills")
        #expect(skills.map { $0["id"] as? Int } == simulator.groups.skills.map(\.id))
        #expect(skills.allSatisfy { ($0["size"] as? Int ?? 0) > 0 })
    }

    @Test func `a group is told by name and by id, with its members' names`() throws {
        let id = try simulator.groupID("night shift")
        for key in ["night%20shift", id] {
            let answer = simulator.control("GET", "groups/\(key)")
            #expect(try ids(answer).sorted() == Array(1_900..<1_940))
            let names = try #require(try answer.object()["names"] as? [String: String])
            #expect(names.count == 40)
            #expect(names["1900"] == SimulatedPerson(AgentID(unchecked: 1_900)).name)
        }
    }

    @Test func `a group can be made, replaced and renamed`() throws {
        let made = simulator.control(
            "PUT",
            "groups/S%C3%BCd",
            #"{"agentIds":[1031,1007],"type":3}"#
        )
        let id = try #require(try made.object()["id"] as? String)
        #expect(try ids(made) == [1_031, 1_007])
        #expect(try names().last == "Süd")
        let page = try simulator.answer(to: Caller().members(of: id, offset: 0)).rows()
        #expect(page.map { $0["workNo"] as? Int } == [1_031, 1_007])

        let replaced = simulator.control("PUT", "groups/S%C3%BCd", #"{"agentIds":[1500]}"#)
        #expect(try ids(replaced) == [1_500])
        #expect(try replaced.object()["type"] as? Int == 3)

        let body = #"{"agentIds":[1500],"name":"Nord","type":2}"#
        let renamed = simulator.control("PUT", "groups/\(id)", body)
        #expect(try renamed.object()["id"] as? String == id)
        #expect(try names() == ["billing", "night shift", "new", "Nord"])
        #expect(try names().count == 4)
    }

    @Test func `two groups can have one name`() throws {
        let body = #"{"agentIds":[1031],"name":"billing"}"#
        let second = simulator.control("PUT", "groups/second", body)
        #expect(try names() == ["billing", "night shift", "new", "billing"])
        let id = try #require(try second.object()["id"] as? String)
        #expect(id != (try simulator.groupID("billing")))
        #expect(try ids(simulator.control("GET", "groups/second")) == [1_031])
        #expect(try ids(simulator.control("GET", "groups/billing")).count == 250)
    }

    @Test func `a group that was removed is gone and comes back with its id`() throws {
        let id = try simulator.groupID("billing")
        #expect(try simulator.control("DELETE", "groups/billing").rows("groups").count == 2)
        #expect(try names() == ["night shift", "new"])
        let page = Caller().members(of: id, offset: 0)
        #expect(simulator.answer(to: page).text.contains("0100002"))
        #expect(simulator.control("GET", "groups/billing").status == 404)
        _ = simulator.control("PUT", "groups/billing", #"{"agentIds":[1031]}"#)
        #expect(try simulator.groupID("billing") == id)
    }

    @Test func `members can be taken in and out`() throws {
        _ = simulator.control("PUT", "groups/new", #"{"agentIds":[1001,1002,1003]}"#)
        let body = #"{"add":[1002,1010],"remove":[1001,1999]}"#
        let answer = simulator.control("POST", "groups/new/members", body)
        #expect(try ids(answer) == [1_002, 1_003, 1_010])
        let removed = simulator.control("POST", "groups/new/members", #"{"remove":[1002]}"#)
        #expect(try ids(removed) == [1_003, 1_010])
    }

    @Test func `a member that is taken out while a shift holds it stays out`() throws {
        simulator.faults.shiftRate = 1
        func absent() throws -> Set<Int> {
            Set(1_900..<1_940)
                .subtracting(try ids(simulator.control("GET", "groups/night%20shift")))
        }
        for _ in 0..<50 {
            if try !absent().isEmpty { break }
            _ = try simulator.memberPages(of: "night shift")
        }
        let agent = try #require(try absent().first)
        let body = #"{"remove":[\#(agent)]}"#
        _ = simulator.control("POST", "groups/night%20shift/members", body)
        for _ in 0..<20 {
            _ = try simulator.memberPages(of: "night shift")
            #expect(try absent().contains(agent))
        }
    }

    @Test(arguments: [
        ("PUT", "groups/billing", "", ["body: must be a JSON object"]),
        (
            "PUT", "groups/billing", #"{"type":4,"name":"","size":1}"#,
            [
                "size: there is no such member",
                "agentIds: must be a list of ids, 101-59999 or 70000-999999, each once",
                "type: must be 2 or 3", "name: must be a text that is not empty",
            ]
        ),
        (
            "PUT", "groups/billing", #"{"agentIds":[1031,1031]}"#,
            ["agentIds: must be a list of ids, 101-59999 or 70000-999999, each once"]
        ),
        (
            "POST", "groups/billing/members", #"{"add":[100],"remove":["1031"]}"#,
            [
                "add: must be a list of ids, 101-59999 or 70000-999999, each once",
                "remove: must be a list of ids, 101-59999 or 70000-999999, each once",
            ]
        ),
    ])
    func `problems are named at once and nothing changes`(
        method: String,
        path: String,
        body: String,
        problems: [String]
    ) throws {
        let before = simulator.groups
        let answer = simulator.control(method, path, body)
        #expect(answer.status == 400)
        #expect(try answer.object()["problems"] as? [String] == problems)
        #expect(simulator.groups == before)
    }

    @Test(arguments: [
        ("GET", "groups/other", ""), ("DELETE", "groups/other", ""),
        ("POST", "groups/other/members", "{}"),
    ])
    func `a group that does not exist is not found`(
        method: String,
        path: String,
        body: String
    )
        throws
    {
        let answer = simulator.control(method, path, body)
        #expect(answer.status == 404)
        #expect(try answer.object()["problems"] as? [String] == ["other: there is no such group"])
        #expect(simulator.groups.groups.count == 3)
    }

    @Test(arguments: [
        ("POST", "groups", 405, "GET"), ("POST", "groups/billing", 405, "DELETE, GET, PUT"),
        ("GET", "groups/billing/members", 405, "POST"), ("GET", "groups/", 404, nil),
        ("GET", "groups/billing/other", 404, nil), ("GET", "groupsx", 404, nil),
    ])
    func `other methods and paths are refused`(
        method: String,
        path: String,
        status: Int,
        allow: String?
    ) {
        let answer = simulator.control(method, path)
        #expect(answer.status == status)
        #expect(answer.headers.first { $0.name == "Allow" }?.value == allow)
    }

    @Test func `a reset leaves the groups as they are`() throws {
        _ = simulator.control("DELETE", "groups/billing")
        simulator.reset()
        #expect(try names() == ["night shift", "new"])
    }
}
