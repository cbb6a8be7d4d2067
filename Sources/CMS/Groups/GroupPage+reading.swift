internal import Roster
internal import StatusEngine

extension GroupPage.UserGroup {
    /// Reads a row of `queryallccgroup`.
    static func reading(
        _ row: GroupRow,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Self> {
        row.groupID(counting: &counts)
            .flatMap { id in
                let name = row.name(.groupName, counting: &counts)
                let type = row.number(.groupType, counting: &counts)
                guard let name, let type else {
                    counts.count(.unreadableRow)
                    return .unreadable
                }
                return .value(Self(id: id, name: name, type: type))
            }
    }
}

extension GroupPage.Skill {
    /// Reads a row of `configures/skills`.
    static func reading(
        _ row: GroupRow,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Self> {
        row.skillID(.id, counting: &counts)
            .flatMap { id in
                guard let name = row.name(.name, counting: &counts) else {
                    counts.count(.unreadableRow)
                    return .unreadable
                }
                return .value(Self(id: id, name: name))
            }
    }
}

extension GroupPage.Member {
    /// A member, and whether all that its row says of it can be read.
    typealias Read = (member: Self, isWhole: Bool)

    /// Reads a row of `querygroupmemberbycondition`.
    static func reading(
        member row: GroupRow,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Read> {
        row.agent(numbered: .workNo, counting: &counts)
            .flatMap { agent in
                let name = name(row, .accountName, counting: &counts)
                return .value((Self(agent: agent, name: name), true))
            }
    }

    /// Reads a row of `configures/agents`.
    static func reading(
        skilled row: GroupRow,
        counting counts: inout AnomalyCounts
    ) -> GroupRowReading<Read> {
        row.agent(written: .agentNo, counting: &counts)
            .flatMap { agent in
                let name = name(row, .agentName, counting: &counts)
                let (skills, isWhole) = row.skills(counting: &counts)
                return .value((Self(agent: agent, name: name, skills: skills), isWhole))
            }
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
