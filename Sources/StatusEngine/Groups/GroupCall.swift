package import Roster

/// What a call wants to learn of groups and their members (contract section 3).
package enum GroupQuery: Hashable, Sendable {
    /// The most members or agents one page may have (contract section 3).
    package static let pageLimit = 100
    /// The most rows of a page that are read, where it has more than were asked for.
    package static let maximumRows = 100_000
    /// The most skills one call may name (contract section 3).
    package static let maximumSkills = 1_000

    /// All user groups: `queryallccgroup`.
    case userGroups
    /// A page of a user group's members: `querygroupmemberbycondition`; the group by the CMS's id.
    case userGroupMembers(group: String, offset: Int)
    /// All skills: `configures/skills`.
    case skills
    /// A page of all agents, each with the skills it is configured for: `configures/agents`.
    case skilledAgents(offset: Int)
    /// The agents signed in to 1 to 1000 skills: `realindex/agent/agentsinskill`.
    case signedInAgents(skills: [Int])
}

/// One call to send that wants to learn of groups.
package struct GroupCall: Hashable, Sendable {
    /// Names the call, among those about agents too.
    package let id: CallID
    /// The VDN whose groups they are.
    package let vdn: VDN
    /// Which of the CMS's base URLs it goes to, counting from 0.
    package let endpoint: Int
    /// What it wants to learn.
    package let query: GroupQuery
    /// Whether it is sent once more, after the reused connection of the first had ended: it goes over a
    /// connection of its own.
    package let isResent: Bool

    /// Creates a call.
    package init(
        id: CallID,
        vdn: VDN,
        endpoint: Int = 0,
        query: GroupQuery,
        isResent: Bool = false
    ) {
        self.id = id
        self.vdn = vdn
        self.endpoint = endpoint
        self.query = query
        self.isResent = isResent
    }
}

/// What a successful call told: the case is the query's.
package enum GroupPage: Hashable, Sendable {
    /// A user group.
    package struct UserGroup: Hashable, Sendable {
        /// The CMS's id, up to 30 decimal digits.
        package let id: String
        /// Its name; several may have one name.
        package let name: String
        /// 2: a group of agents; 3: of quality checkers (contract section 3).
        package let type: Int

        /// Creates a user group.
        package init(id: String, name: String, type: Int) {
            self.id = id
            self.name = name
            self.type = type
        }
    }

    /// An agent, as groups and skills tell of it.
    package struct Member: Hashable, Sendable {
        /// Who.
        package let agent: AgentID
        /// Its name, where there is one.
        package let name: String?
        /// The skills it is configured for, each once; none in a group's members.
        package let skills: [Int]

        /// Creates a member.
        package init(agent: AgentID, name: String?, skills: [Int] = []) {
            self.agent = agent
            self.name = name
            self.skills = skills
        }
    }

    /// A skill.
    package struct Skill: Hashable, Sendable {
        /// The CMS's id.
        package let id: Int
        /// Its name; several may have one name.
        package let name: String

        /// Creates a skill.
        package init(id: Int, name: String) {
            self.id = id
            self.name = name
        }
    }

    // Unreadable are rows that may be about anybody, or of which not all can be read: who or what is
    // not among the others is not thereby shown to be gone.

    /// All user groups, and how many rows were unreadable.
    case userGroups([UserGroup], unreadable: Int = 0)
    /// A page of a user group's members in the order sent, nothing for a row that names no agent; and
    /// how many rows were unreadable.
    case userGroupMembers([Member?], unreadable: Int = 0)
    /// All skills, and how many rows were unreadable.
    case skills([Skill], unreadable: Int = 0)
    /// A page of agents with their skills in the order sent, nothing for a row that names no agent;
    /// `total` is how many there are on all pages, where the CMS says it, and some rows may have been
    /// unreadable.
    case skilledAgents([Member?], total: Int?, unreadable: Int = 0)
    /// The agents signed in to each of the skills asked for, each once; a skill without agents may be
    /// absent. Of the doubtful skills there may be more than could be read.
    case signedInAgents([Int: [AgentID]], doubtful: Set<Int> = [])
}

/// How a call about groups ended.
package typealias GroupCallOutcome = Result<GroupPage, CallFailure>

/// The way to the CMS for calls about groups: performs one, within its own time-outs.
package protocol GroupFetcher: Sendable {
    /// Performs the call once; when to try again is the engine's to decide.
    func fetch(_ call: GroupCall) async -> GroupCallOutcome
}
