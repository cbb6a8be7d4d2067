internal import CMSSimulator
internal import Foundation
internal import Roster
internal import Testing

/// Which calls about groups are refused, and how.
struct GroupRequestTests {
    private let simulator: Simulator

    init() throws {
        simulator = Simulator(settings: try Caller.groupSettings())
    }

    private func code(_ request: SimulatedRequest) throws -> String? {
        let answer = simulator.answer(to: request)
        #expect(answer.status == 200)
        return try answer.object()["resultCode"] as? String
    }

    @Test(arguments: [
        ("0", "170", "0100002"), ("65536", "170", "0100002"), ("1", "0", "0100002"),
        ("1", "5001", "0100002"), ("x", "170", "0100002"), ("", "170", "0100002"),
        ("2", "170", "0101003"), ("1", "172", "0101003"), ("1", "171", "0100000"),
    ])
    func `another call centre or VDN is refused by every call`(
        ccID: String,
        vdn: String,
        expected: String
    ) throws {
        let id = try simulator.groupID("billing")
        let both = #""ccId":"\#(ccID)","vdn":"\#(vdn)""#
        let requests = [
            Caller().get("\(GroupCallKind.userGroups.path)/\(ccID)/\(vdn)"),
            Caller().get("\(GroupCallKind.skilledAgents.path)/\(ccID)/\(vdn)/0/100"),
            Caller().ask(.skills, "{\(both)}"),
            Caller().ask(.signedInAgents, #"{\#(both),"skillIds":[1]}"#),
            Caller()
                .ask(.userGroupMembers, #"{\#(both),"groupId":"\#(id)","limit":9,"offset":0}"#),
        ]
        for request in requests { #expect(try code(request) == expected) }
    }

    @Test(arguments: [(0, 0), (0, 101), (0, -1), (-1, 100)])
    func `a page out of range is refused`(offset: Int, limit: Int) throws {
        let id = try simulator.groupID("billing")
        #expect(try code(Caller().members(of: id, offset: offset, limit: limit)) == "0100002")
        #expect(try code(Caller().skilledAgents(offset: offset, limit: limit)) == "0100002")
    }

    @Test func `a group that does not exist is refused with a text`() throws {
        let request = Caller().members(of: "159253664765739060254053779940", offset: 0)
        #expect(
            simulator.answer(to: request).text
                == #"{"resultCode":"0100002","resultDesc":"illegal parameter"}"#
        )
    }

    @Test(arguments: [[], [1, 1], Array(1...1_001)])
    func `skills that may not be asked for are refused`(skills: [Int]) throws {
        #expect(try code(Caller().signedInAgents(skills)) == "0100002")
    }

    @Test(arguments: [
        "", "{}", "[]", "null", #"{"ccId":1}"#, #"{"ccId":1.5,"vdn":170}"#,
        #"{"ccId":true,"vdn":170}"#, #"{"queryParam":{"ccId":1}}"#,
    ])
    func `a body of another form is refused`(body: String) throws {
        for call in [GroupCallKind.skills, .userGroupMembers, .signedInAgents] {
            #expect(try code(Caller().ask(call, body)) == "0100002")
        }
    }

    @Test func `flat and wrapped bodies are taken, and numbers as strings`() throws {
        let id = try simulator.groupID("billing")
        let page = #""ccId":"1","vdn":"170","groupId":"\#(id)","limit":"100","offset":"0""#
        for body in ["{\(page)}", #"{"queryParam":{\#(page)}}"#] {
            let answer = simulator.answer(to: Caller().ask(.userGroupMembers, body))
            #expect(try answer.rows().count == 100)
        }
        let skills = #"{"queryParam":{"ccId":1,"vdn":170,"skillIds":["1","3"]}}"#
        #expect(try simulator.answer(to: Caller().ask(.signedInAgents, skills)).rows().count == 2)
    }

    @Test func `where bodies must be wrapped flat ones are refused`() throws {
        simulator.faults.requiresQueryParam = true
        #expect(try code(Caller().ask(.skills, #"{"ccId":1,"vdn":170}"#)) == "0100002")
        let wrapped = #"{"queryParam":{"ccId":1,"vdn":170}}"#
        #expect(try code(Caller().ask(.skills, wrapped)) == "0100000")
        #expect(try code(Caller().userGroups()) == "0100000")
    }

    @Test(arguments: GroupCallKind.allCases)
    func `each call has one method`(call: GroupCallKind) throws {
        let tail =
            switch call {
            case .userGroups: "/1/170"
            case .skilledAgents: "/1/170/0/100"
            default: ""
            }
        let allowed = tail.isEmpty ? "POST" : "GET"
        for method in ["GET", "POST", "PUT", "DELETE", "HEAD"] where method != allowed {
            let request = Caller().signed(call.path + tail, method: method, body: "{}")
            let answer = simulator.answer(to: request)
            #expect(answer.status == 405)
            #expect(answer.headers.contains { $0 == ("Allow", allowed) })
        }
    }

    @Test(arguments: [
        "\(GroupCallKind.userGroups.path)/1", "\(GroupCallKind.userGroups.path)/1/170/0",
        "\(GroupCallKind.userGroups.path)", "\(GroupCallKind.skilledAgents.path)/1/170/0",
        "\(GroupCallKind.skills.path)/1/170", "\(GroupCallKind.skills.path)x",
    ])
    func `a path with other parts is not found`(path: String) {
        #expect(simulator.answer(to: Caller().get(path)).status == 404)
    }

    @Test func `a GET is signed with its host alone, and refused without a signature`() throws {
        var request = Caller().userGroups()
        #expect(request.headers.map(\.name) == ["host", "authorization"])
        #expect(try code(request) == "0100000")
        request.target = "\(GroupCallKind.userGroups.path)/1/171"
        #expect(simulator.answer(to: request).status == 401)
        request.headers.removeLast()
        #expect(simulator.answer(to: request).status == 401)
        #expect(simulator.counters.groupCalls == 1)
    }
}
