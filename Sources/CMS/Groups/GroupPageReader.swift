internal import Roster
internal import StatusEngine

/// Makes the page that a query asked for out of the rows of its answer.
struct GroupPageReader {
    private let query: GroupQuery
    private let asked: Set<Int>
    private var groups = DistinctRows<String, GroupPage.UserGroup>()
    private var skills = DistinctRows<Int, GroupPage.Skill>()
    private var members: [GroupPage.Member?] = []
    private var signedIn: [Int: [AgentID]] = [:]

    /// Begins with nothing.
    init(_ query: GroupQuery) {
        self.query = query
        asked = if case .signedInAgents(let skills) = query { Set(skills) } else { [] }
    }

    /// What the rows come to; `total` is how many there are on all pages.
    func page(total: Int?) -> GroupPage {
        switch query {
        case .userGroups: .userGroups(groups.rows)
        case .userGroupMembers: .userGroupMembers(members)
        case .skills: .skills(skills.rows)
        case .skilledAgents: .skilledAgents(members, total: total)
        case .signedInAgents: .signedInAgents(signedIn.mapValues { AgentIDSet($0).ids })
        }
    }

    /// Takes a row in, or counts why not; says whose it is, where it is an agent's.
    mutating func take(_ row: GroupRow, counting counts: inout AnomalyCounts) -> AgentID? {
        switch query {
        case .userGroups:
            guard let group = GroupPage.UserGroup(row, counting: &counts) else { break }
            groups.add(group, id: group.id, counting: &counts)
        case .skills:
            guard let skill = GroupPage.Skill(row, counting: &counts) else { break }
            skills.add(skill, id: skill.id, counting: &counts)
        case .userGroupMembers:
            return add(counting: &counts) { GroupPage.Member(member: row, counting: &$0) }
        case .skilledAgents:
            return add(counting: &counts) { GroupPage.Member(skilled: row, counting: &$0) }
        case .signedInAgents: addAgents(row, counting: &counts)
        }
        return nil
    }

    /// Adds a row to the page.
    ///
    /// One beyond what was asked for is counted and kept all the same, up to a limit: a CMS that knows
    /// no pages gives the whole list.
    private mutating func add(
        counting counts: inout AnomalyCounts,
        _ read: (inout AnomalyCounts) -> GroupPage.Member?
    ) -> AgentID? {
        if members.count >= GroupQuery.pageLimit { counts.count(.tooManyRows) }
        guard members.count < GroupQuery.maximumRows else { return nil }
        let member = read(&counts)
        members.append(member)
        return member?.agent
    }

    /// Adds the agents of a skill; where it has several rows, those of all.
    private mutating func addAgents(_ row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let skill = row.number(.skillId, counting: &counts) else {
            return counts.count(.rowWithoutID)
        }
        guard asked.contains(skill) else { return counts.count(.rowNotAsked) }
        guard let agents = row.agents(counting: &counts) else {
            return counts.count(.unreadableRow)
        }
        if let others = signedIn[skill] {
            counts.count(others == agents ? .duplicateRow : .disagreeingDuplicate)
            guard others != agents else { return }
        }
        signedIn[skill, default: []] += agents
    }
}
