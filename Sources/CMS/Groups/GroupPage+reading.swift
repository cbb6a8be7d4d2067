internal import Roster
internal import StatusEngine

extension GroupPage.UserGroup {
    /// Reads a row of `queryallccgroup`; nothing where it lacks a usable field.
    init?(_ row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let id = row.groupID(counting: &counts) else {
            counts.count(.rowWithoutID)
            return nil
        }
        let name = row.name(.groupName, counting: &counts)
        let type = row.number(.groupType, counting: &counts)
        guard let name, let type else {
            counts.count(.unreadableRow)
            return nil
        }
        self.init(id: id, name: name, type: type)
    }
}

extension GroupPage.Skill {
    /// Reads a row of `configures/skills`; nothing where it lacks a usable field.
    init?(_ row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let id = row.number(.id, counting: &counts) else {
            counts.count(.rowWithoutID)
            return nil
        }
        guard let name = row.name(.name, counting: &counts) else {
            counts.count(.unreadableRow)
            return nil
        }
        self.init(id: id, name: name)
    }
}

extension GroupPage.Member {
    /// Reads a row of `querygroupmemberbycondition`; nothing where it names no agent.
    init?(member row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let agent = row.agent(numbered: .workNo, counting: &counts) else { return nil }
        self.init(agent: agent, name: Self.name(row, .accountName, counting: &counts))
    }

    /// Reads a row of `configures/agents`; nothing where it names no agent.
    init?(skilled row: GroupRow, counting counts: inout AnomalyCounts) {
        guard let agent = row.agent(written: .agentNo, counting: &counts) else { return nil }
        self.init(
            agent: agent,
            name: Self.name(row, .agentName, counting: &counts),
            skills: row.skills(counting: &counts)
        )
    }

    /// The agent's name; a blank one is none.
    private static func name(
        _ row: GroupRow,
        _ field: GroupField,
        counting counts: inout AnomalyCounts
    ) -> String? {
        guard let name = row.name(field, counting: &counts), !name.allSatisfy(\.isWhitespace) else {
            return nil
        }
        return name
    }
}
