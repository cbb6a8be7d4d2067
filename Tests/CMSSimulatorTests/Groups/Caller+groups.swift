internal import CMSSimulator
internal import Foundation
internal import Roster
internal import Testing

extension Caller {
    /// Settings with the agents 1000 to 1999 and three groups: 250 and 40 members, and none.
    static func groupSettings(
        faults: SimulatorFaults = SimulatorFaults()
    ) throws -> SimulatorSettings {
        var settings = try settings(agents: 1_000...1_999, faults: faults)
        let members = [("billing", 1_000..<1_250), ("night shift", 1_900..<1_940), ("new", 0..<0)]
        settings.groups = SimulatedGroups(
            seed: settings.seed,
            groups: members.map { name, range in
                (name: name, members: range.map { AgentID(unchecked: UInt32($0)) })
            },
            agents: settings.agents
        )
        return settings
    }

    /// The call for all user groups.
    func userGroups(ccID: Int = 1, vdn: Int = 170) -> SimulatedRequest {
        get("\(GroupCallKind.userGroups.path)/\(ccID)/\(vdn)")
    }

    /// The call for a page of a group's members.
    func members(of id: String, offset: Int, limit: Int = 100) -> SimulatedRequest {
        ask(
            .userGroupMembers,
            #"{"ccId":1,"vdn":170,"groupId":"\#(id)","limit":\#(limit),"offset":\#(offset)}"#
        )
    }

    /// The call for a page of agents with their skills.
    func skilledAgents(offset: Int, limit: Int = 100) -> SimulatedRequest {
        get("\(GroupCallKind.skilledAgents.path)/1/170/\(offset)/\(limit)")
    }

    /// The call for the agents signed in to skills.
    func signedInAgents(_ skills: [Int], vdn: Int = 170) -> SimulatedRequest {
        let list = skills.map(String.init).joined(separator: ",")
        return ask(.signedInAgents, #"{"ccId":1,"vdn":\#(vdn),"skillIds":[\#(list)]}"#)
    }

    /// A call with its parameters in the body.
    func ask(_ call: GroupCallKind, _ body: String) -> SimulatedRequest {
        signed(call.path, body: body)
    }
}

extension Simulator {
    /// The id of the group with this name.
    func groupID(_ name: String) throws -> String {
        try #require(groups.group(name)).id
    }

    /// The agents on each page of a group's members, read until a page is not full.
    func memberPages(of name: String, limit: Int = 100) throws -> [[Int]] {
        let id = try groupID(name)
        return try pages(limit) { offset in
            try answer(to: Caller().members(of: id, offset: offset, limit: limit)).rows()
                .map { try #require($0["workNo"] as? Int) }
        }
    }

    /// The agents on each page of agents with their skills, read until a page is not full.
    func agentPages(limit: Int = 100) throws -> [[Int]] {
        try pages(limit) { offset in
            try answer(to: Caller().skilledAgents(offset: offset, limit: limit)).rows()
                .map { try #require(($0["agentNo"] as? String).flatMap(Int.init)) }
        }
    }

    private func pages(_ limit: Int, _ read: (Int) throws -> [Int]) rethrows -> [[Int]] {
        var pages: [[Int]] = []
        repeat {
            pages.append(try read(pages.joined().count))
        } while pages.last?.count == limit
        return pages
    }
}
