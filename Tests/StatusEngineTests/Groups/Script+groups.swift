import Roster

@testable import StatusEngine

extension Script {
    /// Lets the engine begin, as the shell does; calls about groups wait a moment for those about
    /// agents.
    mutating func start() {
        wake()
        pass(.seconds(1))
    }

    /// What is known of the groups of the script's VDN.
    var learnt: LearntGroups { engine.learntGroups[Script.vdn] ?? LearntGroups() }

    /// What the readings so far came to.
    var reports: [GroupRefreshReport] {
        events.compactMap { event in
            if case .groupsRefreshed(_, _, let report) = event { report } else { nil }
        }
    }

    /// How many members each group of a source has, by name.
    func sizes(_ source: Group.Source) -> [String: Int] {
        let groups = learnt.groups[source] ?? []
        return Dictionary(
            groups.map { ($0.name, $0.ids.count) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Answers the call for user groups.
    mutating func list(_ groups: [(id: String, name: String, type: Int)]) throws {
        let rows = groups.map { GroupPage.UserGroup(id: $0.id, name: $0.name, type: $0.type) }
        try endGroupCall(.success(.userGroups(rows)))
    }

    /// Answers the call for a page of members.
    mutating func members(_ numbers: ClosedRange<Int>) throws {
        try endGroupCall(.success(.userGroupMembers(numbers.map { member($0) })))
    }

    /// The sources that were barred, in one VDN after the other.
    var barred: [Group.Source] {
        events.compactMap { event in
            if case .groupSourceBarred(_, let source) = event { source } else { nil }
        }
    }

    /// Refuses the signature of the call about groups in flight.
    mutating func refuse() throws {
        try endGroupCall(.failure(CallFailure(.unauthorized)))
    }

    /// Lets the engine begin, and answers all calls for user groups and their members.
    mutating func readAll(
        _ groups: [(id: String, name: String, type: Int)],
        members pages: [ClosedRange<Int>]
    ) throws {
        start()
        try list(groups)
        for page in pages { try members(page) }
    }
}

/// A member named after its number.
func member(_ number: Int, skills: [Int] = []) -> GroupPage.Member {
    GroupPage.Member(agent: agent(number), name: "agent \(number)", skills: skills)
}

/// An agent by its number.
func agent(_ number: Int) -> AgentID { AgentID(unchecked: UInt32(number)) }
