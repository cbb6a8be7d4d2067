internal import JSONScanning
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
    private var hasReadableRow = false
    /// Rows that may be about any group, skill or agent.
    private var unread = 0
    /// Rows of agents not all of whose skills can be read.
    private var partlyRead = 0
    /// The skills of whose agents not all can be read.
    private var doubtful: Set<Int> = []

    /// Begins with nothing.
    init(_ query: GroupQuery) {
        self.query = query
        asked = if case .signedInAgents(let skills) = query { Set(skills) } else { [] }
    }

    /// What the rows come to; `total` is how many there are on all pages.
    /// - Throws: `noReadableRow` where there are rows, and none can be read; but for a page that goes on
    ///   with a list, which may have nothing but one last row.
    func page(total: Int?) throws(BodyFault) -> GroupPage {
        guard unread == 0 || hasReadableRow || query.offset > 0 else { throw .noReadableRow }
        let unreadable = unread + partlyRead
        return switch query {
        case .userGroups: .userGroups(groups.rows, unreadable: unreadable)
        case .userGroupMembers: .userGroupMembers(members, unreadable: unreadable)
        case .skills: .skills(skills.rows, unreadable: unreadable)
        case .skilledAgents: .skilledAgents(members, total: total, unreadable: unreadable)
        case .signedInAgents:
            .signedInAgents(
                signedIn.mapValues { AgentIDSet($0).ids },
                doubtful: unreadable == 0
                    ? doubtful : doubtful.union(asked.subtracting(signedIn.keys))
            )
        }
    }

    /// Takes a row in, or counts why not; says whose it is, where it is an agent's.
    mutating func take(_ row: GroupRow, counting counts: inout AnomalyCounts) -> AgentID? {
        switch query {
        case .userGroups:
            let group = taken(GroupPage.UserGroup.reading(row, counting: &counts))
            if let group { groups.add(group, id: group.id, counting: &counts) }
        case .skills:
            let skill = taken(GroupPage.Skill.reading(row, counting: &counts))
            if let skill { skills.add(skill, id: skill.id, counting: &counts) }
        case .userGroupMembers:
            return add(GroupPage.Member.reading(member: row, counting: &counts), &counts)
        case .skilledAgents:
            return add(GroupPage.Member.reading(skilled: row, counting: &counts), &counts)
        case .signedInAgents: addAgents(row, counting: &counts)
        }
        return nil
    }

    /// What a row tells; notes one that cannot be read.
    private mutating func taken<Value>(_ reading: GroupRowReading<Value>) -> Value? {
        if case .unreadable = reading {
            unread += 1
        } else {
            hasReadableRow = true
        }
        return reading.value
    }

    /// Adds a row to the page.
    ///
    /// One beyond what was asked for is counted and kept all the same, up to a limit: a CMS that knows
    /// no pages gives the whole list.
    private mutating func add(
        _ reading: GroupRowReading<GroupPage.Member.Read>,
        _ counts: inout AnomalyCounts
    ) -> AgentID? {
        if members.count >= GroupQuery.pageLimit { counts.count(.tooManyRows) }
        guard members.count < GroupQuery.maximumRows else { return nil }
        let read = taken(reading)
        if read?.isWhole == false { partlyRead += 1 }
        members.append(read?.member)
        return read?.member.agent
    }

    /// Adds the agents of a skill; where it has several rows, those of all.
    private mutating func addAgents(_ row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let skill = taken(row.skillID(.skillId, counting: &counts)) else { return }
        guard asked.contains(skill) else { return counts.count(.rowNotAsked) }
        guard let (agents, isWhole) = row.agents(counting: &counts) else {
            doubtful.insert(skill)
            return counts.count(.unreadableRow)
        }
        if !isWhole { doubtful.insert(skill) }
        if let others = signedIn[skill] {
            counts.count(others == agents ? .duplicateRow : .disagreeingDuplicate)
            guard others != agents else { return }
        }
        signedIn[skill, default: []] += agents
    }
}

extension GroupQuery {
    /// Where the page it asks for begins in its list.
    fileprivate var offset: Int {
        switch self {
        case .userGroupMembers(_, let offset), .skilledAgents(let offset): offset
        case .userGroups, .skills, .signedInAgents: 0
        }
    }
}
