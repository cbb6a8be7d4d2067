internal import Roster

extension SourceRefresh {
    /// Takes a page in, and goes to what is to be asked next.
    /// - Returns: whether the page was what had been asked for.
    mutating func read(
        _ page: GroupPage,
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Moment
    ) -> Bool {
        switch (round.step, page) {
        case (.list, .userGroups(let groups)) where source == .userGroups:
            let types = settings.includesQualityCheckers ? [2, 3] : [2]
            let listed = groups.filter { types.contains($0.type) }.map { ($0.id, $0.name) }
            list(listed, into: &round, settings, at: now.instant)
            round.step = membersStep(book.listedIDs[...])
        case (.list, .skills(let skills)) where source != .userGroups:
            list(skills.map { ("\($0.id)", $0.name) }, into: &round, settings, at: now.instant)
            round.step = skillsStep()
        case (.members(let pending, var reading), .userGroupMembers(let rows)):
            let progress = reading.take(rows)
            round.step = .members(pending: pending, reading)
            guard progress != .unfinished else { return true }
            learn(pending.first ?? "", reading, progress, into: &round, settings, at: now.wall)
            round.step = membersStep(pending.dropFirst())
        case (.agents(var reading), .skilledAgents(let rows, let total)):
            let progress = reading.take(rows, total: total)
            round.step = .agents(reading)
            guard progress != .unfinished else { return true }
            learnSkills(reading, progress, into: &round, settings, at: now.wall)
            round.step = .finished
        case (.signedIn(let pending), .signedInAgents(let agents)):
            let asked = pending.prefix(GroupQuery.maximumSkills)
            for skill in asked { learn("\(skill)", agents[skill] ?? [], at: now.wall) }
            let rest = pending.dropFirst(asked.count)
            round.step = rest.isEmpty ? .finished : .signedIn(pending: rest)
        default: return false
        }
        return true
    }

    /// The step that reads the members of the first of these groups.
    func membersStep(_ pending: ArraySlice<String>) -> GroupRound.Step {
        guard let next = pending.first else { return .finished }
        let size = book.place(of: next).map { book[$0].size } ?? 0
        return .members(pending: pending, PagedReading(expecting: size))
    }

    private func skillsStep() -> GroupRound.Step {
        let skills = book.listedIDs.compactMap { Int($0) }
        guard !skills.isEmpty else { return .finished }
        return source == .skillQueues
            ? .agents(PagedReading(expecting: agentCount)) : .signedIn(pending: skills[...])
    }

    private mutating func list(
        _ listed: [(id: String, name: String)],
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Instant
    ) {
        round.report.vanished = book.list(listed, grace: settings.graceTime, at: now)
    }

    /// Takes in what the reading of a user group came to.
    private mutating func learn(
        _ id: String,
        _ reading: PagedReading,
        _ progress: PagedReading.Progress,
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Timestamp
    ) {
        note(reading, progress, into: &round, settings)
        round.skippedInARow = 0
        guard let place = book.place(of: id) else { return }
        book[place].learn(progress, reading.members.map(\.agent), at: now)
    }

    /// Takes in what the reading of all agents came to: each skill's are those configured for it.
    private mutating func learnSkills(
        _ reading: PagedReading,
        _ progress: PagedReading.Progress,
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings,
        at now: Timestamp
    ) {
        note(reading, progress, into: &round, settings)
        if progress == .whole { agentCount = reading.members.count }
        var agents: [Int: [AgentID]] = [:]
        for member in reading.members {
            for skill in member.skills { agents[skill, default: []].append(member.agent) }
        }
        for place in book.records.indices where book[place].vanishedAt == nil {
            let skill = Int(book[place].id)
            book[place].learn(progress, skill.flatMap { agents[$0] } ?? [], at: now)
        }
    }

    private mutating func learn(_ id: String, _ agents: [AgentID], at now: Timestamp) {
        guard let place = book.place(of: id) else { return }
        book[place].learn(agents, isSettled: true, at: now)
    }

    /// Takes in how a reading went, and the names it brought.
    private mutating func note(
        _ reading: PagedReading,
        _ progress: PagedReading.Progress,
        into round: inout GroupRound,
        _ settings: GroupRefreshSettings
    ) {
        round.report.rereads += reading.restarts
        if progress == .unsettled { round.report.unsettled += 1 }
        guard settings.keepsNames else { return }
        round.met.formUnion(book.learnNames(reading.members))
    }
}

extension GroupRecord {
    /// Takes in what a reading came to: one that never settled stands only where nothing is known.
    fileprivate mutating func learn(
        _ progress: PagedReading.Progress,
        _ members: [AgentID],
        at now: Timestamp
    ) {
        if progress == .unsettled, group != nil {
            doubt(.unsettled)
        } else {
            learn(members, isSettled: progress == .whole, at: now)
        }
    }
}
