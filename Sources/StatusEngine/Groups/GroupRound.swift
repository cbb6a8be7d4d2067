internal import Roster

/// One reading of all groups of a source: what it has come to, and what is to be asked next.
struct GroupRound: Sendable {
    /// Where the reading stands: there is always something to ask.
    enum Step: Sendable {
        /// At the list of the groups there are.
        case list
        /// At the members of a user group, and then of the others.
        case members(of: String, then: ArraySlice<String>)
        /// At the agents configured for skills, all skills at once.
        case agents
        /// At the agents signed in to these skills, and then to the others.
        case signedIn(to: ArraySlice<Int>, then: ArraySlice<Int>)
    }

    /// What a page leads to.
    enum Turn: Sendable {
        /// More of the same list is to be asked for.
        case nextPage
        /// Something else is to be asked.
        case step(Step, PagedReading? = nil)
        /// All groups have been looked at.
        case end
    }

    /// When it began.
    let startedAt: Instant
    /// Whether it hurries: while groups are not known yet, nobody is served by waiting.
    let isUrgent: Bool
    /// Where it stands.
    var step = Step.list
    /// The list it reads page by page, if it does.
    ///
    /// It is no part of the step, so that a page is taken in without a copy of those before.
    var reading = PagedReading(expecting: 0)
    /// What it has come to so far.
    var report = GroupRefreshReport()
    /// The agents met so far who have a name, where names are kept.
    var met: Set<AgentID> = []
    /// How often the present call has failed.
    var tries = 0
    /// How many groups in a row could not be read.
    var skippedInARow = 0

    /// What is to be asked now.
    func query(for source: Group.Source) -> GroupQuery {
        switch step {
        case .list: source == .userGroups ? .userGroups : .skills
        case .members(let id, _): .userGroupMembers(group: id, offset: reading.offset)
        case .agents: .skilledAgents(offset: reading.offset)
        case .signedIn(let skills, _): .signedInAgents(skills: Array(skills))
        }
    }
}

extension GroupRound.Step {
    /// What kind of call it asks for.
    func kind(for source: Group.Source) -> GroupCallKind {
        switch self {
        case .list: source == .userGroups ? .userGroups : .skills
        case .members: .userGroupMembers
        case .agents: .skilledAgents
        case .signedIn: .signedInAgents
        }
    }
}

extension GroupRound.Turn {
    /// To the members of the first of these user groups, of which `size` are known; to the end where
    /// there is none.
    static func members(of groups: ArraySlice<String>, size: (String) -> Int) -> Self {
        guard let next = groups.first else { return .end }
        let reading = PagedReading(expecting: size(next))
        return .step(.members(of: next, then: groups.dropFirst()), reading)
    }

    /// To the agents signed in to as many of these skills as one call may name; to the end where
    /// there is none.
    static func signedIn(to skills: ArraySlice<Int>) -> Self {
        guard !skills.isEmpty else { return .end }
        let asked = skills.prefix(GroupQuery.maximumSkills)
        return .step(.signedIn(to: asked, then: skills.dropFirst(asked.count)))
    }
}

/// What one reading of a source's groups came to.
package struct GroupRefreshReport: Hashable, Sendable {
    /// Groups known after it.
    package var groups = 0
    /// Calls that succeeded or failed.
    package var calls = 0
    /// Groups that could not be read.
    package var failed = 0
    /// Groups whose pages shifted each time they were read.
    package var unsettled = 0
    /// Lists that had to be read again because their pages shifted.
    package var rereads = 0
    /// Groups that were no longer listed for the first time.
    package var vanished = 0
    /// Lists with rows that could not be read: what was known of them stays.
    package var unreadable = 0

    /// Begins with nothing.
    package init() {}

    /// Whether every group was read as it is.
    package var isWhole: Bool { failed + unsettled + unreadable == 0 }
}
