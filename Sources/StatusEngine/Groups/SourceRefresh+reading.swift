internal import Roster

extension SourceRefresh {
    /// Takes a page in.
    /// - Returns: what it leads to; nothing where the page is not what was asked for.
    mutating func read(
        _ page: GroupPage,
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Moment
    ) -> GroupRound.Turn? {
        switch (round.step, page) {
        case (.list, .userGroups(let groups, let unreadable)) where source == .userGroups:
            let listed = groups.filter(settings.includes).map { ($0.id, $0.name) }
            let unwanted = Set(groups.lazy.filter { !settings.includes($0) }.map(\.id))
            note(unreadable: unreadable, of: &round)
            list(listed, without: unwanted, into: &round, settings, at: now.instant)
            return turn(toMembersOf: book.listedIDs[...])
        case (.list, .skills(let skills, let unreadable)) where source != .userGroups:
            note(unreadable: unreadable, of: &round)
            list(skills.map { ("\($0.id)", $0.name) }, into: &round, settings, at: now.instant)
            return turnToSkills()
        case (.members(let id, let rest), .userGroupMembers(let rows, let unreadable)):
            let progress = round.reading.take(rows, unreadable: unreadable)
            guard progress != .unfinished else { return .nextPage }
            learn(id, progress, from: &round, settings, at: now.wall)
            return turn(toMembersOf: rest)
        case (.agents, .skilledAgents(let rows, let total, let unreadable)):
            let progress = round.reading.take(rows, total: total, unreadable: unreadable)
            guard progress != .unfinished else { return .nextPage }
            learnSkills(progress, from: &round, settings, at: now.wall)
            return .end
        case (.signedIn(let asked, let rest), .signedInAgents(let agents, let doubtful)):
            note(unreadable: doubtful.count, of: &round)
            for skill in asked {
                learn(skill, agents[skill] ?? [], isWhole: !doubtful.contains(skill), at: now.wall)
            }
            return .signedIn(to: rest)
        default: return nil
        }
    }

    /// To the members of the first of these groups.
    func turn(toMembersOf groups: ArraySlice<String>) -> GroupRound.Turn {
        .members(of: groups) { id in book.place(of: id).map { book[$0].size } ?? 0 }
    }

    private func turnToSkills() -> GroupRound.Turn {
        let skills = book.listedIDs.compactMap { Int($0) }
        guard source == .skillQueues else { return .signedIn(to: skills[...]) }
        return skills.isEmpty ? .end : .step(.agents, PagedReading(expecting: agentCount))
    }

    private mutating func list(
        _ listed: [(id: String, name: String)],
        without unwanted: Set<String> = [],
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Instant
    ) {
        round.report.vanished = book.list(
            listed,
            without: unwanted,
            isWhole: round.report.unreadable == 0,
            grace: settings.graceTime,
            at: now
        )
    }

    /// Takes in what the reading of a user group came to.
    private mutating func learn(
        _ id: String,
        _ progress: PagedReading.Progress,
        from round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Timestamp
    ) {
        note(progress, of: &round, settings)
        round.skippedInARow = 0
        guard let place = book.place(of: id) else { return }
        book[place].learn(progress, round.reading, round.reading.members.map(\.agent), at: now)
    }

    /// Takes in what the reading of all agents came to: each skill's are those configured for it.
    private mutating func learnSkills(
        _ progress: PagedReading.Progress,
        from round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Timestamp
    ) {
        note(progress, of: &round, settings)
        if progress == .whole, round.reading.unreadable == 0 {
            agentCount = round.reading.members.count
        }
        var agents: [Int: [AgentID]] = [:]
        for member in round.reading.members {
            for skill in member.skills { agents[skill, default: []].append(member.agent) }
        }
        for place in book.records.indices where book[place].vanishedAt == nil {
            let skill = Int(book[place].id)
            let members = skill.flatMap { agents[$0] } ?? []
            book[place].learn(progress, round.reading, members, at: now)
        }
    }

    private mutating func learn(
        _ skill: Int,
        _ agents: [AgentID],
        isWhole: Bool,
        at now: Timestamp
    ) {
        guard let place = book.place(of: "\(skill)") else { return }
        guard isWhole else { return book[place].learnSome(agents, at: now) }
        book[place].learn(agents, isSettled: true, at: now)
    }

    /// Takes in that a list had rows that could not be read.
    private func note(unreadable: Int, of round: inout GroupRound) {
        if unreadable > 0 { round.report.unreadable += 1 }
    }

    /// Takes in how a reading went, and the names it brought.
    private mutating func note(
        _ progress: PagedReading.Progress,
        of round: inout GroupRound,
        _ settings: GroupRefreshSettings
    ) {
        round.report.rereads += round.reading.restarts
        note(unreadable: round.reading.unreadable, of: &round)
        if progress == .unsettled { round.report.unsettled += 1 }
        guard settings.keepsNames else { return }
        round.met.formUnion(book.learnNames(round.reading.members))
    }
}

extension GroupRecord {
    /// Takes in what a reading came to: one that never settled stands only where nothing is known, and
    /// one of which not all could be read takes nobody away.
    fileprivate mutating func learn(
        _ progress: PagedReading.Progress,
        _ reading: PagedReading,
        _ members: [AgentID],
        at now: Timestamp
    ) {
        if reading.unreadable > 0 {
            learnSome(members, at: now)
        } else if progress == .unsettled, group != nil {
            doubt(.unsettled)
        } else {
            learn(members, isSettled: progress == .whole, at: now)
        }
    }
}
